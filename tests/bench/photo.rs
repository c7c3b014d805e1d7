//! CPU and memory for a photo of 12 megapixels, against `vipsthumbnail` making the same three sizes.
//!
//! `cargo bench --bench photo` prints both in milliseconds of user and system time, their ratio (the goal is
//! at most 1.0), and the peak memory of a process for one photo and for two at a time. The photo is drawn
//! here, the same every time. Linux only (it reads `/proc`); without `vipsthumbnail` (Debian: libvips-tools)
//! there is no ratio. `STORYPLUS_BENCH_ROUNDS` (10) sets the number of runs.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a measuring program stops at the first surprise"
)]

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::process::{Command, Stdio};

use storyplus::photos::pipeline::{Processed, SIZES, process};

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
/// Set in a child process that processes the photo so many times at once and reports its memory.
const CHILD: &str = "STORYPLUS_BENCH_PHOTO_CHILD";

fn main() {
    let folder = std::env::temp_dir().join(format!("storyplus-bench-photo-{}", std::process::id()));
    if let Ok(job) = std::env::var(CHILD) {
        let (photos, file) = job.split_once(' ').expect("count and file");
        return child(photos.parse().unwrap(), Path::new(file));
    }
    fs::create_dir_all(&folder).unwrap();
    let photo = folder.join("photo.jpg");
    fs::write(&photo, draw(WIDTH, HEIGHT)).unwrap();
    println!(
        "photo: {WIDTH} x {HEIGHT} JPEG, {} KB",
        fs::metadata(&photo).unwrap().len() / 1024
    );

    let rounds: u32 = std::env::var("STORYPLUS_BENCH_ROUNDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(10);
    let ours = per_round(rounds, own_cpu, || {
        drop(once(&photo));
    });
    println!("storyplus:     {ours:6.1} ms of CPU for {} sizes", SIZES.len());
    if Command::new("vipsthumbnail")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok()
    {
        let theirs = per_round(rounds, children_cpu, || vipsthumbnail(&photo, &folder));
        println!("vipsthumbnail: {theirs:6.1} ms of CPU for the same, one call a size");
        println!("ratio: {:.2} (aim: at most 1.0)", ours / theirs);
    } else {
        println!("vipsthumbnail is not installed: no ratio");
    }
    for photos in [1, 2] {
        println!(
            "peak memory of a process, {photos} at a time: {:.0} MB",
            memory(photos, &photo)
        );
    }
    let large = folder.join("large.jpg");
    fs::write(&large, draw(8160, 6120)).unwrap();
    println!("the same for one photo of 50 megapixels: {:.0} MB", memory(1, &large));
    fs::remove_dir_all(&folder).unwrap();
}

fn once(photo: &Path) -> Processed {
    let done = process(&mut BufReader::new(File::open(photo).unwrap())).unwrap();
    assert_eq!(done.renditions.len(), SIZES.len());
    done
}

fn vipsthumbnail(photo: &Path, folder: &Path) {
    for size in SIZES {
        let out = folder.join(format!("vips-{size}.jpg"));
        let status = Command::new("vipsthumbnail")
            .arg(photo)
            .args(["-s", &format!("{size}x")])
            .arg("-o")
            .arg(out)
            .status();
        assert!(status.unwrap().success());
    }
}

/// Returns the milliseconds of CPU per round, after one that warms the caches.
fn per_round(rounds: u32, cpu: fn() -> f64, mut job: impl FnMut()) -> f64 {
    job();
    let start = cpu();
    for _ in 0..rounds {
        job();
    }
    (cpu() - start) / f64::from(rounds)
}

fn own_cpu() -> f64 {
    cpu(13)
}

fn children_cpu() -> f64 {
    cpu(15)
}

/// Returns field `first` of `/proc/self/stat` and the next one, user and system time, in milliseconds (a tick
/// is 10 ms).
fn cpu(first: usize) -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // The fields are counted from behind the name, which may contain spaces.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks = |at: usize| fields[at - 2].parse::<f64>().unwrap();
    (ticks(first) + ticks(first + 1)) * 10.0
}

fn child(photos: usize, file: &Path) {
    std::thread::scope(|scope| {
        for _ in 0..photos {
            scope.spawn(|| drop(once(file)));
        }
    });
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("{}", peak.trim().trim_end_matches(" kB"));
}

/// Returns the peak memory of a new process in megabytes.
fn memory(photos: usize, file: &Path) -> f64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.env(CHILD, format!("{photos} {}", file.display())).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse::<f64>().unwrap() / 1024.0
}

/// Draws something like a photo: soft light, textures of several sizes, hard edges, sensor grain.
fn draw(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(width as usize * height as usize * 3);
    for y in 0..height {
        for x in 0..width {
            let (fx, fy) = (x as f32, y as f32);
            let light = soft(fx / 700.0, fy / 600.0, 1) * 0.5;
            let leaves = soft(fx / 90.0, fy / 80.0, 2);
            let texture = leaves * (0.22 + 0.1 * soft(fx / 12.0, fy / 11.0, 3));
            let edges = if soft(fx / 300.0, fy / 260.0, 5) > 0.55 { 0.25 } else { 0.0 };
            let grain = (noise(x, y, 4) - 0.5) * 0.05;
            let value = light + texture + edges + grain;
            let warm = (soft(fx / 500.0, fy / 450.0, 6) - 0.5) * 0.4;
            let cold = (soft(fx / 420.0, fy / 520.0, 7) - 0.5) * 0.4;
            pixels.extend([value + warm, value * 0.98, value + cold].map(|part| (part * 255.0).clamp(0.0, 255.0) as u8));
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::R_4_2_0);
    encoder
        .encode(&pixels, width as u16, height as u16, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

fn soft(x: f32, y: f32, seed: u32) -> f32 {
    let (left, top) = (x as u32, y as u32);
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (tx, ty) = (ease(x.fract()), ease(y.fract()));
    let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
    let upper = mix(noise(left, top, seed), noise(left + 1, top, seed), tx);
    let lower = mix(noise(left, top + 1, seed), noise(left + 1, top + 1, seed), tx);
    mix(upper, lower, ty)
}

fn noise(x: u32, y: u32, seed: u32) -> f32 {
    let mut hash = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    hash = (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D);
    hash = (hash ^ hash >> 12).wrapping_mul(0x297A_2D39);
    ((hash ^ hash >> 15) & 0xFFFF) as f32 / 65_535.0
}
