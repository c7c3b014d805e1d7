//! Sign-up and shops: limits from both sides, names that deceive, races for one name, and answers that give
//! nothing away.

use crate::support::Site;
use crate::support::people::PASSWORD;

#[actix_web::test]
async fn sign_up_log_out_log_in_open_a_shop_act_as_it() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    assert!(person.client.get("/act-as").await.expect(200).body.contains("@하늘"));
    person.client.get("/login").await.expect(303);
    person.client.post("/logout", &[]).await.expect(303);
    let away = person.client.get("/act-as").await.expect(303);
    assert_eq!(away.location(), "/login?next=%2Fact-as");
    let back = person
        .client
        .post("/login", &[("email", " 하늘@EXAMPLE.kr "), ("password", PASSWORD)])
        .await;
    back.expect(422);
    let fields = [("email", person.email.as_str()), ("password", PASSWORD), ("next", "/act-as")];
    let back = person.client.post("/login", &fields).await.expect(303);
    assert_eq!(back.location(), "/act-as");
    let shop = site.shop(&person, "오븐하루").await;
    let page = person.client.get("/act-as").await.expect(200).body;
    assert!(page.contains("@오븐하루") && page.contains("is-acting") && page.contains("오븐하루로 활동"));
    assert!(shop.id > person.id);
    person.act_as_self().await;
    assert!(!person.client.get("/act-as").await.expect(200).body.contains("is-acting"));
    let moderator = site.moderator().await;
    assert!(moderator.id > shop.id);
    site.stop().await;
}

/// Returns a correct form with one field replaced.
fn form<'a>(field: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![
        ("email", "new@example.kr"),
        ("password", PASSWORD),
        ("handle", "새사람"),
        ("display_name", "새 사람"),
    ];
    if let Some(slot) = fields.iter_mut().find(|(k, _)| *k == field) {
        slot.1 = value;
    }
    fields
}

/// Holds SAFETY-W7.
#[actix_web::test]
async fn every_limit_of_sign_up_from_both_sides() {
    let site = Site::start().await;
    let (name40, name41) = ("가".repeat(40), "가".repeat(41));
    let (long, over) = ("달빛아래걷는사람".repeat(16), format!("{}자", "달빛아래걷는사람".repeat(16)));
    let (h30, h31) = ("하루.".repeat(10), "하루.".repeat(10) + "하");
    let h30 = h30.replacen('.', "_", 10);
    let mail = format!("{}@{}.kr", "m".repeat(64), "d".repeat(63));
    let mail_over = format!("{}@example.kr", "m".repeat(65));
    let wrong = [
        ("display_name", "", "이름"),
        ("display_name", name41.as_str(), "40자까지"),
        ("display_name", "\u{200B}\u{3164}\u{202E}", "이름"),
        ("email", "", "이메일"),
        ("email", "no-at-sign", "이메일 주소를 확인"),
        ("email", mail_over.as_str(), "이메일 주소를 확인"),
        ("password", "", "비밀번호"),
        ("password", "가나다라마밥", "8자 이상"),
        ("password", over.as_str(), "128자까지"),
        ("password", "P@ssw0rd", "널리 알려진"),
        ("password", "12345678", "널리 알려진"),
        ("password", "new@example.kr", "널리 알려진"),
        ("handle", "", "사용자 이름"),
        ("handle", "가", "2자 이상"),
        ("handle", h31.as_str(), "30자까지"),
        ("handle", "관리자", "사이트에서 쓰는"),
        ("handle", "adm1n", "사이트에서 쓰는"),
        ("handle", "a b", "쓸 수 없어요"),
        ("handle", "ab\u{200B}", "보이지 않는 글자"),
        ("handle", "<b>", "쓸 수 없어요"),
        ("handle", "ab..c", "점(.)은"),
        ("handle", "new", "사이트에서 쓰는"),
    ];
    for (field, value, words) in wrong {
        let client = site.client();
        let answer = client.post("/signup", &form(field, value)).await;
        assert_eq!(answer.status, 422, "{field} {value:?}");
        assert!(
            answer.body.contains(words),
            "{field} {value:?}: {words} is not in {}",
            answer.body
        );
        assert!(client.cookie("session").is_none());
        // Everything that was typed comes back, except the password.
        for (kept, typed) in form(field, value) {
            let shown = format!("name=\"{kept}\"");
            assert!(answer.body.contains(&shown));
            if kept != "password" && kept != field {
                assert!(answer.body.contains(&format!("value=\"{typed}\"")), "{kept} was lost");
            }
        }
        assert!(!answer.body.contains(PASSWORD));
        let json = client.post_json("/signup", &form(field, value)).await.expect(422).json();
        assert!(json["fields"][field].as_str().unwrap().contains(words), "{json}");
    }
    let right = [
        ("display_name", name40.as_str()),
        ("email", mail.as_str()),
        ("password", long.as_str()),
        ("password", "달빛아래걷는사람"),
        ("handle", h30.as_str()),
        ("handle", "@ab"),
    ];
    for (n, (field, value)) in right.into_iter().enumerate() {
        let (email, handle) = (format!("right{n}@example.kr"), format!("맞는사람{n}"));
        let mut fields = form(field, value);
        for slot in &mut fields {
            match slot.0 {
                "email" if field != "email" => slot.1 = &email,
                "handle" if field != "handle" => slot.1 = &handle,
                _ => {}
            }
        }
        site.client().post("/signup", &fields).await.expect(303);
    }
    site.stop().await;
}

/// Holds SAFETY-I2.
#[actix_web::test]
async fn names_that_would_deceive_are_taken() {
    let site = Site::start().await;
    site.person("cookie").await;
    site.person("수제쿠키").await;
    for look_alike in [
        "cookie",
        "C00K1E",
        "c_o_o.kie",
        "@cookie",
        "수제_쿠키",
        "\u{1109}\u{116E}제쿠키",
    ] {
        let answer = site.client().post("/signup", &form("handle", look_alike)).await.expect(422);
        assert!(answer.body.contains("헷갈리기 쉬워요"), "{look_alike}");
    }
    // A name with hostile characters comes out readable and harmless.
    let client = site.client();
    let name = "<script>alert(1)</script> \u{202E}gnp.exe\u{2066} 한글\u{0000}";
    client.post("/signup", &form("display_name", name)).await.expect(303);
    let page = client.get("/act-as").await.expect(200).body;
    assert!(
        page.contains("&#60;script&#62;alert(1)&#60;/script&#62; gnp.exe 한글"),
        "{page}"
    );
    assert!(!page.contains("<script>alert") && !page.contains('\u{202E}'));
    site.stop().await;
}

/// Holds SAFETY-D13.
#[actix_web::test]
async fn of_sixteen_who_want_one_handle_one_gets_it() {
    let site = Site::start().await;
    let tries = (0..16).map(|n| {
        let client = site.client();
        async move {
            let email = format!("racer{n}@example.kr");
            // Half of them ask for a look-alike.
            let handle = if n % 2 == 0 { "bom.nal" } else { "bomnal" };
            let fields = [
                ("email", email.as_str()),
                ("password", PASSWORD),
                ("handle", handle),
                ("display_name", "달리는 사람"),
            ];
            let status = client.post("/signup", &fields).await.status;
            // Nobody who lost is half signed up.
            let again = client
                .post("/login", &[("email", &email), ("password", PASSWORD)])
                .await
                .status;
            (status, again)
        }
    });
    let done = futures_util::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|d| **d == (303, 303)).count(), 1, "{done:?}");
    assert_eq!(done.iter().filter(|d| **d == (422, 422)).count(), 15, "{done:?}");
    site.stop().await;
}

/// Holds SAFETY-D13.
#[actix_web::test]
async fn three_shops_for_one_login_however_many_ask_at_once() {
    let site = Site::start().await;
    let owner = site.person("주인장").await;
    assert!(owner.client.get("/shops/new").await.expect(200).body.contains("3개까지"));
    let client = &owner.client;
    let tries = (0..8).map(|n| async move {
        let handle = format!("가게{n}호점");
        let fields = [
            ("handle", handle.as_str()),
            ("display_name", "가게"),
            ("category", "디저트"),
            ("bio", ""),
        ];
        client.post("/shops", &fields).await.status
    });
    let mut done = futures_util::future::join_all(tries).await;
    done.sort_unstable();
    assert_eq!(done, [303, 303, 303, 409, 409, 409, 409, 409]);
    let full = owner.client.get("/shops/new").await.expect(200).body;
    assert!(full.contains("이미 다 열었어요"));
    let answer = owner
        .client
        .post("/shops", &[("handle", "넷째"), ("display_name", "넷째")])
        .await
        .expect(409);
    assert!(answer.body.contains("3개까지"));
    // The limit is a setting.
    let small = Site::start_with(&[("shops_per_login", "1")]).await;
    let owner = small.person("주인장").await;
    small.shop(&owner, "하나뿐").await;
    let two = [("handle", "둘째집"), ("display_name", "둘째")];
    owner.client.post("/shops", &two).await.expect(409);
    small.stop().await;
    site.stop().await;
}

#[actix_web::test]
async fn a_shop_form_with_mistakes_keeps_what_was_typed() {
    let site = Site::start().await;
    let owner = site.person("주인장").await;
    let bio = "소".repeat(301);
    let fields = [
        ("handle", "a"),
        ("display_name", "오븐하루"),
        ("category", "내가 쓴 갈래"),
        ("bio", bio.as_str()),
    ];
    let page = owner.client.post("/shops", &fields).await.expect(422).body;
    for kept in ["오븐하루", "내가 쓴 갈래", &bio, "2자 이상", "300자까지", "지금은 301자"] {
        assert!(page.contains(kept), "{kept}");
    }
    site.client().get("/shops/new").await.expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn only_staff_act_as_a_shop_or_see_its_studio() {
    let site = Site::start().await;
    let owner = site.person("주인장").await;
    let shop = site.shop(&owner, "오븐하루").await;
    let stranger = site.person("지나가는이").await;
    for handle in ["오븐하루", "주인장", "없는가게", "", "a/b", "'; DROP TABLE accounts"] {
        stranger.client.post("/act-as", &[("account", handle)]).await.expect(404);
    }
    let studio = storyplus::accounts::studio_url(&shop.handle);
    for page in ["", "/profile", "/details", "/activity"] {
        let path = format!("{studio}{page}");
        let hidden = stranger.client.get(&path).await.expect(404).body;
        let missing = stranger
            .client
            .get(&path.replace(&studio, "/shops/%EC%97%86%EC%9D%8C"))
            .await
            .expect(404)
            .body;
        assert_eq!(normal(&hidden), normal(&missing));
        owner.client.get(&path).await.expect(200);
    }
    stranger
        .client
        .post(&format!("{studio}/details"), &[("legal_name", "내 것")])
        .await
        .expect(404);
    site.stop().await;
}

/// Returns the page without the parts that differ between any two responses.
fn normal(page: &str) -> String {
    page.lines().filter(|l| !l.contains("name=\"next\"")).collect()
}

#[actix_web::test]
async fn a_shop_is_renamed_three_times_and_says_who_sells() {
    let site = Site::start().await;
    let owner = site.person("주인장").await;
    site.shop(&owner, "첫이름").await;
    site.person("남의이름").await;
    let client = &owner.client;
    let rename = |from: &'static str, to: &'static str| async move {
        let path = format!("{}/profile", storyplus::accounts::studio_url(from));
        let fields = [
            ("handle", to),
            ("display_name", "빵집"),
            ("category", "dessert"),
            ("bio", "매일 구워요"),
        ];
        client.post(&path, &fields).await
    };
    let taken = rename("첫이름", "남의_이름").await.expect(422);
    assert!(taken.body.contains("헷갈리기") && taken.body.contains("매일 구워요"));
    for (from, to) in [("첫이름", "둘째이름"), ("둘째이름", "셋째이름"), ("셋째이름", "넷째이름")] {
        let done = rename(from, to).await.expect(303);
        assert!(done.location().contains(&storyplus::accounts::studio_url(to)));
        client.get(&storyplus::accounts::studio_url(from)).await.expect(404);
    }
    let full = rename("넷째이름", "다섯째이름").await.expect(409);
    assert!(full.body.contains("3번까지"));
    // Saving other fields under the same handle still works.
    rename("넷째이름", "넷째이름").await.expect(303);

    let details = format!("{}/details", storyplus::accounts::studio_url("넷째이름"));
    let bad = [
        ("legal_name", "봄날상회"),
        ("business_number", "12-34"),
        ("opening_hours", "화~일\n11시"),
    ];
    let page = client.post(&details, &bad).await.expect(422).body;
    assert!(page.contains("숫자 10자리") && page.contains("봄날상회") && page.contains("화~일\n11시"));
    let good = [
        ("legal_name", "봄날상회"),
        ("representative", "김봄"),
        ("business_number", "1234567890"),
        ("phone", "02-123-4567"),
    ];
    client.post(&details, &good).await.expect(303);
    let page = client.get(&details).await.expect(200).body;
    assert!(page.contains("123-45-67890") && page.contains("저장했어요"));
    let log = client
        .get(&format!("{}/activity", storyplus::accounts::studio_url("넷째이름")))
        .await
        .expect(200)
        .body;
    for line in [
        "판매자 정보 고치기",
        "사용자 이름 바꾸기",
        "프로필 고치기",
        "가게 열기",
        "주인장",
    ] {
        assert!(log.contains(line), "{line}");
    }
    site.stop().await;
}

#[actix_web::test]
async fn a_profile_is_changed_and_an_over_long_one_comes_back() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let fields = [("display_name", "하늘이"), ("bio", "빵을\n좋아해요 <b>"), ("handle", "하늘")];
    person.client.post("/settings/profile", &fields).await.expect(303);
    let page = person.client.get("/settings/profile").await.expect(200).body;
    assert!(page.contains("하늘이") && page.contains("빵을\n좋아해요 &#60;b&#62;") && page.contains("3번 더"));
    let bio = "가".repeat(301);
    let page = person
        .client
        .post("/settings/profile", &[("display_name", ""), ("bio", &bio)])
        .await
        .expect(422);
    assert!(page.body.contains(&bio) && page.body.contains("지금은 301자"));
    site.stop().await;
}

#[actix_web::test]
async fn language_and_brightness_are_kept() {
    let site = Site::start().await;
    let client = site.client();
    let to = [("locale", "en"), ("next", "/login")];
    assert_eq!(client.post("/settings/language", &to).await.expect(303).location(), "/login");
    assert!(client.get("/login").await.expect(200).body.contains("Good to see you again"));
    client.post("/settings/language", &[("theme", "dark")]).await.expect(303);
    assert!(client.get("/login").await.expect(200).body.contains("data-theme=\"dark\""));
    for made_up in [("locale", "xx"), ("theme", "<b>"), ("nothing", "")] {
        client.post("/settings/language", &[made_up]).await.expect(422);
    }
    let person = site.person("하늘").await;
    person
        .client
        .post("/settings/language", &[("locale", "en")])
        .await
        .expect(303);
    assert!(person.client.get("/settings").await.expect(200).body.contains("Settings"));
    person.client.post("/logout", &[]).await.expect(303);
    assert!(
        person
            .client
            .get("/login")
            .await
            .expect(200)
            .body
            .contains("Good to see you again")
    );
    // The choice applies on another device too, after the log-in.
    let other = site.client();
    other
        .post("/login", &[("email", &person.email), ("password", PASSWORD)])
        .await
        .expect(303);
    assert!(other.get("/settings").await.expect(200).body.contains("Settings"));
    site.stop().await;
}

#[actix_web::test]
async fn notices_are_listed_by_page_and_read() {
    use storyplus::notifications::{Notification, notify};
    let site = Site::start().await;
    let (me, friend) = (site.person("하늘").await, site.person("바다").await);
    assert!(
        me.client
            .get("/notifications")
            .await
            .expect(200)
            .body
            .contains("새 소식이 없어요")
    );
    let (to, actor) = (me.id, friend.id);
    site.app
        .db
        .write(move |tx| {
            let from = Notification {
                actor: Some(actor),
                ..Notification::default()
            };
            notify(tx, to, "friend_accepted", from)?;
            for _ in 0..25 {
                notify(tx, to, "friend_request", from)?;
            }
            // Nobody is notified of their own actions.
            notify(tx, actor, "feeling", from)
        })
        .await
        .unwrap();
    let page = me.client.get("/notifications").await.expect(200).body;
    assert!(page.contains("새 알림 26개") && page.contains("바다 님이 친구를 신청했어요"));
    assert_eq!(page.matches("is-new").count(), 20);
    let next = page
        .split("rel=\"next\"")
        .nth(1)
        .unwrap()
        .split('"')
        .find(|s| s.starts_with("/notif"))
        .unwrap();
    let second = me.client.get(next).await.expect(200).body;
    assert_eq!(second.matches("is-new").count(), 6);
    assert!(second.contains("바다 님과 친구가 되었어요") && second.contains("여기까지예요"));
    me.client.post("/notifications/read", &[]).await.expect(303);
    assert!(!me.client.get("/notifications").await.expect(200).body.contains("is-new"));
    for made_up in ["?after=x", "?after=-1", "?after=99999999999999999999"] {
        me.client.get(&format!("/notifications{made_up}")).await.expect(404);
    }
    assert!(
        friend
            .client
            .get("/notifications")
            .await
            .expect(200)
            .body
            .contains("새 소식이 없어요")
    );
    site.stop().await;
}

#[actix_web::test]
async fn avatar_and_cover_are_put_up_kept_and_taken_down() {
    use reqwest::multipart::{Form, Part};
    let site = Site::start().await;
    let owner = site.person("주인장").await;
    let shop = site.shop(&owner, "오븐하루").await;
    let studio = storyplus::accounts::studio_url(&shop.handle);
    let png = || {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let pixels = image::RgbImage::from_pixel(400, 300, image::Rgb([191, 65, 25]));
        pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        Part::bytes(bytes.into_inner()).file_name("얼굴.png")
    };
    for path in ["/settings/photos".to_owned(), format!("{studio}/photos")] {
        // A broken cover is named with its reason, and the avatar is kept.
        let broken = Part::bytes(b"not a photo at all".to_vec()).file_name("표지.jpg");
        let form = Form::new().part("avatar", png()).part("cover", broken);
        let page = owner.client.post_multipart(&path, form).await.expect(422).body;
        assert!(page.contains("표지.jpg"), "{page}");
        let kept = page
            .split("name=\"kept_avatar\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let form = Form::new().text("kept_avatar", kept.clone()).part("cover", png());
        owner.client.post_multipart(&path, form).await.expect(303);
        let page = owner.client.get(&path).await.expect(200).body;
        assert!(page.contains(&format!("name=\"kept_avatar\" value=\"{kept}\"")) && page.contains("name=\"kept_cover\""));
        // The buttons beside them remove them. Somebody else's photo cannot be used.
        let form = Form::new().text("kept_avatar", kept.clone()).text("remove", kept.clone());
        owner.client.post_multipart(&path, form).await.expect(303);
        let page = owner.client.get(&path).await.expect(200).body;
        assert!(!page.contains("name=\"kept_avatar\"") && !page.contains("name=\"kept_cover\""));
    }
    let thief = site.person("남의사진").await;
    let form = Form::new().part("avatar", png());
    owner.client.post_multipart("/settings/photos", form).await.expect(303);
    let page = owner.client.get("/settings/photos").await.expect(200).body;
    let id = page
        .split("name=\"kept_avatar\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let form = Form::new().text("kept_avatar", id);
    thief.client.post_multipart("/settings/photos", form).await.expect(422);
    assert!(
        !thief
            .client
            .get("/settings/photos")
            .await
            .expect(200)
            .body
            .contains("kept_avatar")
    );
    thief
        .client
        .post_multipart(&format!("{studio}/photos"), Form::new())
        .await
        .expect(404);
    site.stop().await;
}
