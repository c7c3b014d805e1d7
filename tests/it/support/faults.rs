//! Failing disks, and processes that die at a chosen moment, by a small library between the program and the C
//! library that is controlled by files and variables. (SQLite is compiled with the same compiler, so there
//! always is one.)

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A fault of the disk under the data folder.
#[derive(Clone, Copy)]
pub enum Fault {
    /// As after an error that the kernel found: files stay open, writes to them fail.
    ReadOnly,
    Full,
    /// fsync and fdatasync fail.
    Sync,
    /// Files that are open cannot be read.
    Unreadable,
}

impl Fault {
    fn trigger(self) -> &'static str {
        match self {
            Self::ReadOnly => "readonly",
            Self::Full => "full",
            Self::Sync => "sync",
            Self::Unreadable => "unreadable",
        }
    }
}

pub struct Faults {
    triggers: PathBuf,
    data: PathBuf,
}

impl Faults {
    pub fn under(data: &Path) -> Self {
        let triggers = data.with_extension("faults");
        fs::create_dir(&triggers).unwrap();
        Self {
            triggers,
            data: data.to_owned(),
        }
    }

    /// Returns the command that starts the program with the faults.
    pub fn outer(&self) -> Command {
        let mut outer = preloaded();
        outer
            .arg(format!("FAULTS={}", self.triggers.display()))
            .arg(format!("FAULTS_UNDER={}", self.data.display()));
        outer
    }

    pub fn begin(&self, fault: Fault) {
        fs::write(self.triggers.join(fault.trigger()), "").unwrap();
    }

    pub fn end(&self, fault: Fault) {
        fs::remove_file(self.triggers.join(fault.trigger())).unwrap();
    }
}

/// Returns a command whose program kills itself before its nth write, sync or message to a server.
pub fn killed_at(nth: usize) -> Command {
    let mut outer = preloaded();
    outer.arg(format!("KILL_AT={nth}"));
    outer
}

/// Returns a command whose program writes the number of its writes, syncs and messages into a file.
pub fn counted_into(file: &Path) -> Command {
    let mut outer = preloaded();
    outer.arg(format!("COUNT_INTO={}", file.display()));
    outer
}

fn preloaded() -> Command {
    let mut outer = Command::new("env");
    outer.arg(format!("LD_PRELOAD={}", library().display()));
    outer
}

fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let own = folder.join(format!("faults-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/faults.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
            .args([&own, &source])
            .arg("-ldl")
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        // Another test run may have the previous one open.
        let library = folder.join("faults.so");
        fs::rename(&own, &library).unwrap();
        library
    })
}
