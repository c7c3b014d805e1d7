//! Scenes of people's days: the list of places, and scenes indoors and close
//! by. `places_out` and `places_seasons` draw the open air.

use super::canvas::{Canvas, Ink};
use super::colour::{Mood, Rgb, h};
use super::goods::{hobby, home, pantry, sweets};
use super::places_out as out;
use super::places_seasons as seasons;
use super::props;
use super::rng::Rng;
use super::shape::{circle, curve, leaf, oval, path, poly, rect, rrect, smooth, trace};
use serde::{Deserialize, Serialize};

macro_rules! places {
    ($($name:ident $key:literal $ko:literal $f:path;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Place { $($name),* }
        impl Place {
            pub const ALL: &[Place] = &[$(Place::$name),*];
            pub fn parse(key: &str) -> Option<Place> { match key { $($key => Some(Place::$name),)* _ => None } }
            pub fn key(self) -> &'static str { match self { $(Place::$name => $key),* } }
            pub fn korean(self) -> &'static str { match self { $(Place::$name => $ko),* } }
            pub fn draw(self, c: &mut Canvas, r: &mut Rng) { match self { $(Place::$name => $f(c, r)),* } }
        }
    };
}
places! {
    Street "street" "낮은 가게들이 늘어선 골목길" out::street;
    River "river" "다리가 놓인 강과 건너편 아파트" out::river;
    Halla "halla" "바다 너머로 보이는 한라산" out::halla;
    Beach "beach" "파도가 밀려오는 모래밭과 파라솔" out::beach;
    Night "night" "불 켜진 창이 많은 도시의 밤" out::night;
    Park "park" "나무와 벤치가 있는 공원" out::park;
    Bus "bus" "정류장에 들어오는 시내버스" out::bus;
    Sunset "sunset" "지붕들 너머로 지는 해" out::sunset;
    Mountains "mountains" "겹겹이 이어지는 산등성이" seasons::mountains;
    Snow "snow" "눈 내리는 골목과 가로등" seasons::snow;
    Blossom "blossom" "꽃이 활짝 핀 벚나무 길" seasons::blossom;
    Ginkgo "ginkgo" "노란 은행잎이 쌓인 길" seasons::ginkgo;
    Hanok "hanok" "기와지붕과 감나무" seasons::hanok;
    Camp "camp" "숲속의 텐트와 모닥불" seasons::camp;
    Ride "ride" "강가에 세워 둔 자전거" seasons::ride;
    Field "field" "돌담과 귤밭" seasons::field;
    Cafe "cafe" "커피 한 잔과 구운 과자 한 접시가 놓인 카페 탁자" cafe;
    Cat "cat" "창가에 앉아 밖을 보는 고양이" cat;
    CatNap "cat-nap" "담요 위에서 몸을 말고 자는 고양이" cat_nap;
    Dog "dog" "꼬리를 흔들며 앉아 있는 강아지" dog;
    Rain "rain" "빗방울이 맺힌 창문" rain;
    Meal "meal" "밥과 국, 반찬이 차려진 밥상" meal;
    Noodles "noodles" "고명을 올린 국수 한 그릇" noodles;
    Desk "desk" "공책과 컵, 조명이 놓인 책상" desk;
    Reading "reading" "펼친 책과 차 한 잔" reading;
    Kitchen "kitchen" "냄비에서 김이 오르는 부엌" kitchen;
    Balcony "balcony" "화분이 늘어선 베란다" balcony;
    Cake "cake" "초를 꽂은 생일 케이크" birthday;
}

pub fn table_top(c: &mut Canvas, col: Rgb) {
    c.backdrop(&[(0.0, col.lit(0.15)), (c.h, col.dim(0.05))]);
    for i in 0..4u16 {
        let y = c.h * (0.12 + 0.25 * f32::from(i));
        c.line(curve(&[(0.0, y), (c.w * 0.3, y + 10.0), (c.w * 0.7, y - 8.0), (c.w, y + 6.0)]), 3.0, (col.dim(0.45), 0.18));
    }
}
fn any_mood(r: &mut Rng) -> Mood {
    let day: Vec<Mood> = Mood::ALL.iter().copied().filter(|m| *m != Mood::Night).collect();
    r.pick(&day).copied().unwrap_or(Mood::Butter)
}
fn cafe(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    table_top(c, p.table);
    if r.chance(0.5) {
        c.fill(circle(w / 2.0, hh / 2.0, 640.0), p.cloth.dim(0.05));
    }
    props::coffee(c, w * 0.32, hh * 0.36, 1.9, p.accent);
    props::plate(c, w * 0.68, hh * 0.66, 255.0, p.cloth);
    let what = r.below(5);
    c.at(w * 0.68, hh * 0.66, 1.5, r.jit(20.0), |c| match what {
        0 => sweets::croissant(c, r, p.accent),
        1 => sweets::scone(c, r, p.accent),
        2 => sweets::madeleine(c, r, p.accent),
        3 => sweets::cookie_choc(c, r, p.accent),
        _ => sweets::brownie(c, r, p.accent),
    });
    c.at(w * 0.68 + 290.0, hh * 0.6, 1.0, 8.0, |c| { c.lay(rrect(-9.0, -20.0, 18.0, 220.0, 9.0), h(0xc9c2b4)); c.lay(oval(0.0, -60.0, 28.0, 46.0), h(0xd8d2c4)); });
    if r.chance(0.5) { props::sprig(c, w * 0.82, hh * 0.16, 1.2, 60.0, p.leaf); } else { c.at(w * 0.8, hh * 0.18, 1.5, 18.0, |c| hobby::book(c, r, p.accent.dim(0.1))); }
    props::window_light(c, w * 0.1, hh * 0.5, w * 0.5, hh * 0.5, 0.14);
}
fn fur(r: &mut Rng) -> Rgb {
    h(r.pick(&[0xe0a052, 0x8d8782, 0x4a4244, 0xf3ead9, 0xc9a27a]).copied().unwrap_or(0xe0a052))
}
fn cat(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let coat = fur(r);
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, p.wall.lit(0.1)), (hh, p.wall.dim(0.08))]);
    props::window(c, w * 0.5 - 400.0, hh * 0.07, 800.0, hh * 0.64, &p);
    c.at(w * 0.5 + r.range(-150.0, 60.0), hh * 0.71 + 16.0, 1.75, 0.0, |c| {
        c.line(curve(&[(66.0, -16.0), (130.0, -10.0), (150.0, 40.0), (128.0, 84.0)]), 26.0, coat.dim(0.05));
        c.fill(smooth(&[(-20.0, -190.0), (40.0, -186.0), (78.0, -90.0), (90.0, -10.0), (60.0, 2.0), (-50.0, 2.0), (-70.0, -30.0), (-46.0, -110.0)]), Ink::Fade((-60.0, -180.0), coat.lit(0.25), (80.0, 0.0), coat));
        for k in [-1.0, 1.0] { c.fill(poly(&[(8.0 + k * 58.0, -216.0), (8.0 + k * 50.0, -284.0), (8.0 + k * 8.0, -252.0)]), coat.dim(0.08)); }
        c.fill(oval(8.0, -206.0, 68.0, 58.0), Ink::Fade((-40.0, -250.0), coat.lit(0.25), (60.0, -160.0), coat));
        for y in [-70.0, -100.0, -130.0] { c.line(curve(&[(30.0, y - 12.0), (52.0, y), (74.0, y + 6.0)]), 9.0, (coat.dim(0.4), 0.35)); }
        for x in [-8.0, 8.0, 24.0] { c.line(trace(&[(x, -262.0), (x, -240.0)]), 7.0, (coat.dim(0.4), 0.35)); }
        c.fill(rrect(-30.0, -150.0, 76.0, 13.0, 6.0), p.accent);
    });
    c.at(w * 0.86, hh * 0.71 + 14.0, 1.3, 0.0, |c| home::cactus(c, r, p.accent));
    props::window_light(c, w * 0.2, hh * 0.8, w * 0.6, hh * 0.2, 0.2);
}
fn cat_nap(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let coat = fur(r);
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, p.table.lit(0.3)), (hh, p.table)]);
    props::cloth(c, w / 2.0, hh / 2.0, w.min(980.0) * 0.86, hh.min(1000.0) * 0.74, r.range(-12.0, 12.0), &p);
    c.at(w / 2.0, hh / 2.0 + 10.0, 2.3, r.jit(30.0), |c| {
        c.lift(oval(0.0, 0.0, 126.0, 106.0), Ink::Round((-40.0, -40.0), 180.0, coat.lit(0.3), coat), 8.0);
        for (x, y) in [(60.0, -70.0), (86.0, -36.0), (28.0, -90.0)] { c.line(curve(&[(x * 0.7, y * 0.7), (x * 0.9, y * 0.95), (x * 1.1, y * 1.0)]), 10.0, (coat.dim(0.4), 0.3)); }
        c.line(curve(&[(112.0, 30.0), (70.0, 92.0), (-10.0, 98.0), (-66.0, 74.0)]), 34.0, coat.dim(0.07));
        c.line(curve(&[(-40.0, 90.0), (-66.0, 74.0)]), 34.0, coat.lit(0.5));
        for k in [0.0, 1.0] { c.fill(poly(&[(-100.0 + k * 62.0, -20.0 - k * 22.0), (-92.0 + k * 54.0, -72.0 - k * 14.0), (-60.0 + k * 66.0, -34.0 - k * 14.0)]), coat.dim(0.1)); }
        c.fill(oval(-56.0, 12.0, 58.0, 50.0), Ink::Round((-70.0, -4.0), 76.0, coat.lit(0.35), coat.lit(0.05)));
        for x in [-80.0, -38.0] { c.line(curve(&[(x - 11.0, 8.0), (x, 16.0), (x + 11.0, 8.0)]), 4.0, h(0x33241f)); }
        c.fill(poly(&[(-64.0, 22.0), (-54.0, 22.0), (-59.0, 28.0)]), h(0xd9807a));
        for k in [-1.0, 1.0] { for dy in [-2.0, 6.0] { c.line(trace(&[(-59.0 + k * 16.0, 28.0 + dy * 0.5), (-59.0 + k * 46.0, 26.0 + dy)]), 1.8, (h(0xffffff), 0.8)); } }
    });
    props::window_light(c, w * 0.2, 0.0, w * 0.7, hh * 0.7, 0.15);
}
fn dog(c: &mut Canvas, r: &mut Rng) {
    let coat = h(r.pick(&[0xf4e6cc, 0xd39a55, 0x6b4a3a, 0xe9e2d6, 0xb87a45]).copied().unwrap_or(0xd39a55));
    let (w, hh) = (c.w, c.h);
    if r.chance(0.5) {
        out::meadow(c, r);
    } else {
        let p = any_mood(r).palette();
        c.backdrop(&[(0.0, p.wall.lit(0.2)), (hh * 0.68, p.wall), (hh * 0.68 + 1.0, p.table.lit(0.2)), (hh, p.table)]);
        props::frame(c, w * 0.1, hh * 0.1, 220.0, 260.0, &p, 1);
        c.at(w * 0.88, hh * 0.78, 1.5, 0.0, |c| home::monstera(c, r, p.accent));
        c.fill(oval(w * 0.5, hh * 0.9, 390.0, 74.0), p.cloth);
        c.line(oval(w * 0.5, hh * 0.9, 350.0, 60.0), 8.0, (p.accent, 0.6));
    }
    c.at(w * 0.5, hh * 0.92, 2.25, 0.0, |c| {
        c.pool(10.0, 0.0, 120.0, 18.0, 0.4);
        c.line(curve(&[(70.0, -30.0), (112.0, -54.0), (110.0, -100.0)]), 24.0, coat.dim(0.08));
        c.fill(smooth(&[(-46.0, -160.0), (46.0, -160.0), (78.0, -50.0), (80.0, -4.0), (-80.0, -4.0), (-78.0, -50.0)]), Ink::Fade((-60.0, -160.0), coat.lit(0.25), (70.0, 0.0), coat));
        c.fill(smooth(&[(-22.0, -140.0), (22.0, -140.0), (32.0, -60.0), (0.0, -30.0), (-32.0, -60.0)]), (h(0xfffaf0), 0.6));
        for k in [-1.0, 1.0] {
            c.fill(rrect(k * 28.0 - 18.0, -80.0, 36.0, 80.0, 17.0), coat.lit(0.12));
            c.fill(oval(k * 30.0, -5.0, 24.0, 13.0), coat.lit(0.3));
            c.fill(oval(k * 62.0, -10.0, 26.0, 14.0), coat.dim(0.05));
        }
        c.fill(oval(0.0, -206.0, 76.0, 68.0), Ink::Round((-22.0, -230.0), 110.0, coat.lit(0.35), coat));
        for k in [-1.0, 1.0] { c.fill(smooth(&[(k * 50.0, -262.0), (k * 92.0, -240.0), (k * 100.0, -180.0), (k * 78.0, -160.0), (k * 62.0, -200.0)]), coat.dim(0.28)); }
        c.fill(oval(0.0, -182.0, 38.0, 30.0), h(0xfffaf0));
        c.fill(oval(0.0, -196.0, 15.0, 11.0), h(0x33241f));
        c.line(curve(&[(-18.0, -172.0), (0.0, -164.0), (18.0, -172.0)]), 4.0, h(0x33241f));
        c.fill(smooth(&[(-10.0, -166.0), (10.0, -166.0), (8.0, -144.0), (-8.0, -144.0)]), h(0xe07f7c));
        for k in [-1.0, 1.0] { c.fill(circle(k * 32.0, -220.0, 9.0), h(0x33241f)); c.fill(circle(k * 32.0 - 3.0, -223.0, 3.0), h(0xffffff)); }
        c.fill(rrect(-44.0, -146.0, 88.0, 13.0, 6.0), h(0xbf4d3f));
        c.fill(circle(0.0, -131.0, 9.0), h(0xf0c65c));
    });
}
fn rain(c: &mut Canvas, r: &mut Rng) {
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, h(0x93a5b3)), (hh * 0.6, h(0xb9c3c4)), (hh, h(0x8896a0))]);
    for _ in 0..16 {
        let col = h(r.pick(&[0xf3c469, 0xe08a6a, 0xf5e3b0, 0x9fd0c8]).copied().unwrap_or(0xf3c469));
        let (x, y) = (r.range(0.0, w), r.range(hh * 0.4, hh * 0.86));
        c.glow(x, y, r.range(50.0, 130.0), col, 0.55);
    }
    for i in 0..5u16 { let x = w * (f32::from(i) / 5.0 + r.range(0.0, 0.06)); c.fill(rect(x, hh * r.range(0.3, 0.5), w * 0.14, hh), (h(0x5f6d7c), 0.28)); }
    for _ in 0..90 {
        let (x, y, k) = (r.range(0.0, w), r.range(0.0, hh), r.range(4.0, 15.0));
        c.fill(oval(x, y, k * 0.8, k), (h(0xf4fafa), 0.4));
        c.fill(oval(x + k * 0.15, y + k * 0.2, k * 0.6, k * 0.72), (h(0x6f808d), 0.3));
        c.fill(circle(x - k * 0.2, y - k * 0.35, k * 0.2), (h(0xffffff), 0.9));
    }
    for _ in 0..9 {
        let (x, y) = (r.range(0.0, w), r.range(0.0, hh * 0.6));
        c.line(curve(&[(x, y), (x + r.jit(8.0), y + 90.0), (x + r.jit(10.0), y + r.range(140.0, 300.0))]), 6.0, (h(0xf4fafa), 0.35));
    }
    let sill = hh * 0.87;
    c.fill(rect(0.0, sill, w, hh), Ink::Fade((0.0, sill), h(0xc99f74), (0.0, hh), h(0x8f6743)));
    c.fill(rect(0.0, sill, w, 10.0), (h(0xfff0d4), 0.6));
    c.fill(rect(w * 0.5 - 14.0, 0.0, 28.0, sill), h(0xefe6d6));
    c.fill(rect(w * 0.5 + 14.0, 0.0, 8.0, sill), (h(0x3b2230), 0.15));
    let t = any_mood(r).palette().accent;
    let x = if r.chance(0.5) { w * 0.24 } else { w * 0.76 };
    c.pool(x + 20.0, sill + 50.0, 180.0, 26.0, 0.4);
    c.at(x, sill + 48.0, 1.8, 0.0, |c| super::goods::pots::mug(c, r, t));
    for dx in [-30.0, 14.0] { c.line(curve(&[(x + dx, sill - 230.0), (x + dx - 22.0, sill - 280.0), (x + dx + 20.0, sill - 320.0), (x + dx, sill - 370.0)]), 9.0, (h(0xffffff), 0.4)); }
}
fn small_bowl(c: &mut Canvas, x: f32, y: f32, r0: f32, col: Rgb, inside: impl FnOnce(&mut Canvas)) {
    c.at(x, y, r0 / 100.0, 0.0, |c| {
        c.lift(circle(0.0, 0.0, 100.0), Ink::Fade((-70.0, -70.0), col.lit(0.6), (70.0, 70.0), col.dim(0.06)), 9.0);
        c.fill(circle(0.0, 0.0, 84.0), col.dim(0.14));
        inside(c);
    });
}
fn rice(c: &mut Canvas, r: &mut Rng) {
    c.fill(circle(0.0, 0.0, 82.0), Ink::Round((-20.0, -20.0), 100.0, h(0xffffff), h(0xe9e1d0)));
    for _ in 0..50 { let (x, y) = sweets::around(r, 70.0); c.at(x, y, 1.0, r.range(0.0, 180.0), |c| c.fill(oval(0.0, 0.0, 7.0, 3.4), (h(0xfffdf8), 0.95))); }
    for _ in 0..6 { let (x, y) = sweets::around(r, 40.0); c.fill(circle(x, y, 3.4), h(0x3b2a35)); }
}
fn soup(c: &mut Canvas, r: &mut Rng) {
    let red = r.chance(0.5);
    c.fill(circle(0.0, 0.0, 82.0), if red { h(0xc8592f) } else { h(0xc99f5f) });
    for _ in 0..6 { let (x, y) = sweets::around(r, 56.0); c.at(x, y, 1.0, r.jit(40.0), |c| c.fill(rrect(-15.0, -13.0, 30.0, 26.0, 4.0), h(0xfaf2e0))); }
    for _ in 0..16 { let (x, y) = sweets::around(r, 66.0); c.line(circle(x, y, 5.0), 3.0, h(0x7d9a4a)); }
}
fn meal(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    table_top(c, p.table);
    c.lift(rrect(w / 2.0 - 470.0, hh / 2.0 - 410.0, 940.0, 820.0, 70.0), p.table.dim(0.3), 16.0);
    c.fill(rrect(w / 2.0 - 446.0, hh / 2.0 - 386.0, 892.0, 772.0, 54.0), Ink::Fade((0.0, 0.0), p.table.lit(0.05), (w, hh), p.table.dim(0.2)));
    let at = |dx: f32, dy: f32| (w / 2.0 + dx, hh / 2.0 + dy);
    let white = h(0xf3ece0);
    let (x, y) = at(-220.0, 190.0);
    small_bowl(c, x, y, 150.0, white, |c| rice(c, r));
    let (x, y) = at(110.0, 190.0);
    small_bowl(c, x, y, 158.0, h(0x8f8a86), |c| soup(c, r));
    let mut sides: [fn(&mut Canvas, &mut Rng, Rgb); 6] = [pantry::banchan_namul, pantry::banchan_lotus, pantry::banchan_egg, pantry::banchan_anchovy, pantry::banchan_kimchi, pantry::banchan_roll];
    r.shuffle(&mut sides);
    for (side, (dx, dy, k)) in sides.into_iter().zip([(-290.0, -210.0, 1.25), (0.0, -210.0, 1.25), (290.0, -210.0, 1.25), (-60.0, -10.0, 0.82)]) {
        let (x, y) = at(dx, dy);
        c.at(x, y, k, 0.0, |c| side(c, r, white));
    }
    for dx in [330.0, 362.0] { let (x, y) = at(dx, 130.0); c.lay(rrect(x, y - 120.0, 11.0, 320.0, 5.0), h(0xb9b4a6)); }
    let (x, y) = at(412.0, 190.0);
    c.lay(rrect(x - 6.0, y - 80.0, 13.0, 220.0, 6.0), h(0xc9c4b6));
    c.lay(oval(x, y - 120.0, 30.0, 44.0), h(0xd3cec0));
}
fn noodles(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    table_top(c, p.table);
    props::cloth(c, w / 2.0, hh / 2.0, 820.0, 560.0, -8.0, &p);
    let broth = h(r.pick(&[0xd9a862, 0xc8592f, 0xe9d5a5]).copied().unwrap_or(0xd9a862));
    small_bowl(c, w / 2.0, hh / 2.0, 360.0, p.accent.lit(0.25), |c| {
        c.fill(circle(0.0, 0.0, 82.0), Ink::Round((-20.0, -20.0), 100.0, broth.lit(0.2), broth));
        c.within(circle(0.0, 0.0, 78.0), |c| for i in 0..15u16 { let y = -64.0 + f32::from(i) * 8.6; c.line(curve(&[(-78.0, y + r.jit(6.0)), (-30.0, y - 9.0), (10.0, y + 8.0), (50.0, y - 6.0), (80.0, y + r.jit(8.0))]), 4.4, h(0xf8ebc9).dim(r.range(0.0, 0.1))); });
        c.at(26.0, -16.0, 1.0, 20.0, |c| { c.lay(oval(0.0, 0.0, 29.0, 24.0), h(0xfffaf0)); c.fill(circle(2.0, 0.0, 13.0), Ink::Round((-2.0, -4.0), 16.0, h(0xf9c65a), h(0xe58a2c))); });
        for i in 0..9u16 { c.line(trace(&[(-50.0 + f32::from(i) * 5.0, -40.0 + r.jit(5.0)), (-34.0 + f32::from(i) * 4.0, -8.0 + r.jit(6.0))]), 3.4, h(0x6f9440)); }
        for i in 0..7u16 { c.line(trace(&[(-40.0 + f32::from(i) * 6.0, 24.0 + r.jit(4.0)), (-18.0 + f32::from(i) * 6.0, 50.0 + r.jit(4.0))]), 3.4, h(0xe08a3a)); }
        c.lay(poly(&[(34.0, 14.0), (66.0, 22.0), (52.0, 58.0), (22.0, 48.0)]), h(0x2f4034));
        for _ in 0..14 { let (x, y) = sweets::around(r, 60.0); c.fill(oval(x, y, 2.4, 1.6), h(0xfff3d6)); }
    });
    for dx in [0.0, 30.0] { c.at(w * 0.5 + 410.0 + dx, hh * 0.5, 1.0, 7.0, |c| c.lay(rrect(-7.0, -260.0, 14.0, 520.0, 7.0), h(0x7d4a2f))); }
}
fn desk(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, p.wall.lit(0.2)), (hh * 0.66, p.wall.dim(0.04)), (hh * 0.66 + 1.0, p.table.lit(0.2)), (hh, p.table)]);
    props::window(c, w * 0.1, hh * 0.08, w * 0.34, hh * 0.4, &p);
    props::frame(c, w * 0.64, hh * 0.1, 200.0, 250.0, &p, r.below(3));
    let put = |c: &mut Canvas, r: &mut Rng, x: f32, y: f32, k: f32, f: fn(&mut Canvas, &mut Rng, Rgb), t: Rgb| { c.pool(x + 16.0, y, 120.0 * k, 20.0 * k, 0.4); c.at(x, y, k, 0.0, |c| f(c, r, t)); };
    put(c, r, w * 0.8, hh * 0.78, 1.8, super::goods::pots::lamp, p.accent);
    put(c, r, w * 0.2, hh * 0.76, 1.3, hobby::book_stack, p.accent);
    put(c, r, w * 0.42, hh * 0.8, 1.1, super::goods::pots::mug, p.leaf);
    c.at(w * 0.56, hh * 0.89, 1.0, 0.0, |c| {
        c.fill(poly(&[(-190.0, 40.0), (-150.0, -60.0), (0.0, -48.0), (0.0, 56.0)]), h(0xfffaf0));
        c.fill(poly(&[(190.0, 40.0), (150.0, -60.0), (0.0, -48.0), (0.0, 56.0)]), h(0xf3ead8));
        for i in 0..4u16 { let y = -30.0 + f32::from(i) * 18.0; c.line(trace(&[(-140.0 - f32::from(i) * 6.0, y), (-24.0, y + 9.0)]), 4.0, (h(0x8a7a6a), 0.5)); }
        c.line(trace(&[(60.0, 30.0), (150.0, -30.0)]), 11.0, h(0xe0a13c));
    });
}
fn reading(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, p.cloth), (hh, p.cloth.dim(0.06))]);
    for i in 0..7u16 { c.line(curve(&[(w * (0.1 + 0.15 * f32::from(i)), 0.0), (w * (0.05 + 0.16 * f32::from(i)), hh * 0.5), (w * (0.12 + 0.15 * f32::from(i)), hh)]), 30.0, (p.cloth.dim(0.4), 0.05)); }
    c.at(w * 0.46, hh * 0.54, 1.0, -9.0, |c| {
        c.lift(rrect(-370.0, -250.0, 740.0, 500.0, 14.0), p.accent, 16.0);
        for k in [-1.0, 1.0] {
            c.fill(path(|q| { q.move_to(0.0, -226.0); q.quad_to(k * 170.0, -262.0, k * 350.0, -232.0); q.line_to(k * 350.0, 228.0); q.quad_to(k * 170.0, 200.0, 0.0, 236.0); q.close(); }), Ink::Fade((0.0, 0.0), h(0xe9dfcb), (k * 150.0, 0.0), h(0xfffaf0)));
            for i in 0..11u16 {
                let y = -176.0 + f32::from(i) * 34.0;
                let end = if i == 10 || (i == 5 && k < 0.0) { 180.0 } else { 310.0 };
                c.line(curve(&[(k * 40.0, y + 8.0), (k * 170.0, y - 6.0), (k * end, y + 2.0)]), 6.0, (h(0x6b5a4e), 0.4));
            }
        }
        c.fill(poly(&[(20.0, -230.0), (44.0, -232.0), (44.0, 300.0), (32.0, 282.0), (20.0, 300.0)]), p.leaf);
    });
    props::coffee(c, w * 0.84, hh * 0.2, 1.3, p.leaf.dim(0.05));
    c.at(w * 0.14, hh * 0.86, 1.0, 0.0, |c| for d in [-150.0, -100.0, -60.0, -20.0] { c.lay(leaf(0.0, 0.0, 150.0, 34.0, d), p.leaf.lit(0.1)); });
    props::window_light(c, w * 0.3, hh * 0.05, w * 0.6, hh * 0.8, 0.16);
}
fn kitchen(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, p.wall.lit(0.3)), (hh * 0.7, p.wall), (hh * 0.7 + 1.0, p.table.lit(0.2)), (hh, p.table.dim(0.1))]);
    let size = 110.0;
    let mut y = hh * 0.36;
    while y < hh * 0.7 - 10.0 { let mut x = 0.0; while x < w { c.line(rrect(x, y, size, size, 4.0), 3.0, (p.table, 0.25)); x += size; } y += size; }
    c.fill(rect(0.0, hh * 0.7, w, hh * 0.3), p.table.lit(0.15));
    c.fill(rect(0.0, hh * 0.3, w, 22.0), p.table.dim(0.1));
    for (i, f) in [pantry::jam, pantry::honey, hobby::tea_tin, pantry::cheong, home::ivy].into_iter().enumerate() {
        let x = w * (0.12 + 0.19 * [0.0, 1.0, 2.0, 3.0, 4.0].get(i).copied().unwrap_or(0.0));
        c.at(x, hh * 0.3, (hh * 0.22 / 190.0).min(1.1), 0.0, |c| f(c, r, [h(0xc96a72), h(0xe27b43), p.leaf, h(0xf0d264), p.accent].get(i).copied().unwrap_or(p.accent)));
    }
    let pot = r.pick(&[h(0xc2523f), h(0x4f7f8b), h(0xd9a441), h(0x66794c)]).copied().unwrap_or(h(0xc2523f));
    c.fill(rrect(w * 0.5 - 260.0, hh * 0.84, 520.0, 22.0, 10.0), h(0x453c3c));
    c.at(w * 0.5, hh * 0.84, 1.9, 0.0, |c| {
        c.fill(rrect(-128.0, -100.0, 30.0, 22.0, 10.0), pot.dim(0.3));
        c.fill(rrect(98.0, -100.0, 30.0, 22.0, 10.0), pot.dim(0.3));
        c.fill(rrect(-106.0, -122.0, 212.0, 122.0, 26.0), Ink::Fade((-106.0, 0.0), pot.lit(0.3), (106.0, 0.0), pot.dim(0.2)));
        c.at(0.0, -124.0, 1.0, -5.0, |c| { c.fill(path(|q| { q.move_to(-108.0, 0.0); q.cubic_to(-90.0, -46.0, 90.0, -46.0, 108.0, 0.0); q.close(); }), pot.lit(0.15)); c.fill(circle(0.0, -40.0, 14.0), h(0x7d5636)); });
        for x in [-60.0, 0.0, 60.0] { c.line(curve(&[(x, -176.0), (x - 18.0, -206.0), (x + 16.0, -232.0), (x - 6.0, -262.0)]), 9.0, (h(0xffffff), 0.5)); }
    });
    c.at(w * 0.13, hh * 0.93, 1.2, 0.0, |c| pantry::tangerine(c, r, pot));
}
fn balcony(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, h(0xbfdcec)), (hh * 0.62, h(0xf8ecd2)), (hh * 0.78, h(0xd9c9ad)), (hh, h(0xc4ae8c))]);
    for i in 0..6u16 { let x = w * f32::from(i) / 5.6; c.fill(rect(x, hh * r.range(0.3, 0.46), w * 0.13, hh * 0.4), (h(0x93a9b3), 0.35)); }
    c.fill(rect(0.0, hh * 0.56, w, 16.0), h(0xf8f2e4));
    let mut x = 20.0;
    while x < w { c.fill(rect(x, hh * 0.56, 9.0, hh * 0.22), h(0xf8f2e4)); x += 62.0; }
    c.fill(rect(0.0, hh * 0.78, w, hh * 0.22), Ink::Fade((0.0, hh * 0.78), h(0xd3b48c), (0.0, hh), h(0xb08a60)));
    let mut plants: [fn(&mut Canvas, &mut Rng, Rgb); 5] = [home::monstera, home::olive, home::snake_plant, home::cactus, home::ivy];
    r.shuffle(&mut plants);
    let n = if w > hh * 1.2 { 5 } else { 4 };
    for (i, f) in plants.into_iter().take(n).enumerate() {
        let step = w / [1.0, 2.0, 3.0, 4.0, 5.0].get(n - 1).copied().unwrap_or(4.0);
        let x = step * ([0.5, 1.5, 2.5, 3.5, 4.5].get(i).copied().unwrap_or(0.5));
        let y = if i % 2 == 0 { hh * 0.86 } else { hh * 0.94 };
        let k = (step / 190.0).min(1.8);
        c.pool(x + 14.0, y, 80.0 * k, 14.0 * k, 0.4);
        c.at(x, y, k, 0.0, |c| f(c, r, if i % 2 == 0 { p.accent } else { h(0xc98a62) }));
    }
}
fn birthday(c: &mut Canvas, r: &mut Rng) {
    let p = any_mood(r).palette();
    let (w, hh) = (c.w, c.h);
    c.backdrop(&[(0.0, p.wall.dim(0.1)), (hh * 0.72, p.wall.dim(0.02)), (hh * 0.72 + 1.0, p.table.lit(0.2)), (hh, p.table)]);
    c.line(curve(&[(0.0, 60.0), (w * 0.5, 190.0), (w, 60.0)]), 5.0, p.cloth);
    for i in 0..9u16 {
        let k = (f32::from(i) + 0.5) / 9.0;
        let (x, y) = (k * w, 60.0 + 130.0 * (1.0 - (2.0 * k - 1.0).powi(2)));
        c.fill(poly(&[(x - 40.0, y - 4.0), (x + 40.0, y - 4.0), (x, y + 78.0)]), [p.accent, p.leaf, h(0xf0c65c)].get(usize::from(i % 3)).copied().unwrap_or(p.accent));
    }
    c.at(w * 0.5, hh * 0.86, 2.1, 0.0, |c| {
        c.pool(12.0, 0.0, 160.0, 22.0, 0.4);
        c.fill(oval(0.0, -6.0, 150.0, 20.0), h(0xfaf5ea));
        for (wide, y, tall, col) in [(118.0, -10.0, 84.0, h(0xfff6e6)), (78.0, -92.0, 64.0, p.accent.lit(0.5))] {
            c.fill(rrect(-wide, y - tall, wide * 2.0, tall, 10.0), Ink::Fade((-wide, 0.0), col.lit(0.3), (wide, 0.0), col.dim(0.1)));
            let n = 8u16;
            for i in 0..n { let x = -wide + (f32::from(i) + 0.5) * wide * 2.0 / f32::from(n); c.fill(oval(x, y - tall + 10.0, wide / f32::from(n) + 1.0, 16.0), p.accent.lit(0.15)); }
        }
        for x in [-44.0, -14.0, 16.0, 46.0] {
            c.glow(x, -204.0, 46.0, h(0xffe9a8), 0.7);
            c.fill(rect(x - 4.0, -194.0, 8.0, 40.0), h(0xf0c65c));
            c.fill(leaf(x, -192.0, 24.0, 7.0, -90.0), h(0xf08a3a));
        }
        for x in [-96.0, -60.0, 60.0, 96.0] { c.fill(circle(x, -44.0, 9.0), p.leaf); }
    });
}
