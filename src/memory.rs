//! The memory that this process may still take, and reservations of it for work that takes much at
//! once.
//!
//! The kernel kills a process that exceeds the limit of its control group (a container, a systemd
//! unit), together with everything in progress. Work of known size therefore reserves its memory
//! first, and waits if it does not fit: decoding a photo (up to 440 MB) and the writer of the
//! search index (up to 96 MB).
//!
//! Reading the limits opens a few small kernel files, so it is done only for such work.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Bytes left free beside every reservation, for page caches and responses that grow meanwhile.
const RESERVE: u64 = 48 * 1024 * 1024;
/// Size up to which work is not checked: it is less than what is left free.
const SMALL: u64 = 32 * 1024 * 1024;
/// Pause between two tries of waiting work. No event tells when memory becomes free.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Bytes reserved by work in progress, already in use or not.
static RESERVED: Mutex<u64> = Mutex::new(0);

/// Memory set aside for one piece of work, given back when it is dropped.
#[derive(Debug)]
pub struct Reservation(u64);

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut reserved = lock();
        *reserved = reserved.saturating_sub(self.0);
    }
}

fn lock() -> MutexGuard<'static, u64> {
    RESERVED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The reason that memory could not be reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortage {
    /// It is in use now.
    Now,
    /// The limit of this process is lower than the size asked for.
    Always,
}

/// Reserves `bytes` if they fit beside the memory in use and all other reservations.
///
/// # Errors
/// Fails with a [`Shortage`] if they do not fit.
pub fn try_reserve(bytes: u64) -> Result<Reservation, Shortage> {
    if bytes <= SMALL {
        return Ok(reserve_anyway(bytes));
    }
    let mut reserved = lock();
    if let Some(headroom) = Headroom::now() {
        let needed = bytes.saturating_add(RESERVE);
        if needed > headroom.limit {
            return Err(Shortage::Always);
        }
        // Other reservations count in full although part of them is in use by now, which errs on
        // the safe side.
        if needed.saturating_add(*reserved) > headroom.free {
            return Err(Shortage::Now);
        }
    }
    *reserved = reserved.saturating_add(bytes);
    Ok(Reservation(bytes))
}

/// Does the same as `try_reserve`, but waits up to `patience` for memory that is in use.
///
/// # Errors
/// Fails with a [`Shortage`] if it did not become free in time, or never can.
pub async fn reserve(bytes: u64, patience: Duration) -> Result<Reservation, Shortage> {
    let start = Instant::now();
    loop {
        match try_reserve(bytes) {
            Err(Shortage::Now) if start.elapsed() < patience => tokio::time::sleep(LOOK_AGAIN).await,
            answer => return answer,
        }
    }
}

/// Returns the most memory that this process may take in total, in bytes, or `None` if the system does not say.
pub fn limit() -> Option<u64> {
    Headroom::now().map(|headroom| headroom.limit)
}

/// Reserves `bytes` for work that cannot wait; other work then waits for it.
pub fn reserve_anyway(bytes: u64) -> Reservation {
    let mut reserved = lock();
    *reserved = reserved.saturating_add(bytes);
    Reservation(bytes)
}

/// The lowest of the memory limits that apply to this process, and the least that is left of any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Headroom {
    /// Bytes that may be used in total.
    limit: u64,
    /// Bytes of them that are free, or would be freed on demand.
    free: u64,
}

impl Headroom {
    /// Reads the limits. Returns `None` if the system does not report them, as only Linux does.
    fn now() -> Option<Self> {
        let machine = fs::read_to_string("/proc/meminfo")
            .ok()
            .and_then(|text| headroom_of_machine(&text));
        let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
        let groups = own
            .lines()
            .filter_map(group_folder)
            .flat_map(|folder| with_ancestors(&folder));
        groups
            .filter_map(|folder| headroom_of_group(&folder))
            .chain(machine)
            .reduce(|one, other| Self {
                limit: one.limit.min(other.limit),
                free: one.free.min(other.free),
            })
    }
}

/// Reads the whole machine's headroom from the text of `/proc/meminfo` (in kB).
fn headroom_of_machine(text: &str) -> Option<Headroom> {
    let bytes = |name: &str| value(text, name)?.checked_mul(1024);
    Some(Headroom {
        limit: bytes("MemTotal:")?,
        free: bytes("MemAvailable:")?,
    })
}

/// Returns the folder of a line of `/proc/self/cgroup`, if it belongs to the memory controller:
/// `0::/path` in version 2, `4:memory:/path` in version 1.
fn group_folder(line: &str) -> Option<PathBuf> {
    let mut fields = line.splitn(3, ':');
    let (_, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
    let root = match controllers {
        "" => "/sys/fs/cgroup",
        some if some.split(',').any(|name| name == "memory") => "/sys/fs/cgroup/memory",
        _ => return None,
    };
    Some(Path::new(root).join(path.trim_start_matches('/')))
}

/// Returns a group's folder and those above it, whose limits apply too. Inside a container the path
/// may be the host's, of which only the root exists.
fn with_ancestors(folder: &Path) -> Vec<PathBuf> {
    let inside = |folder: &&Path| folder.starts_with("/sys/fs/cgroup");
    folder.ancestors().take_while(inside).map(Path::to_owned).collect()
}

/// Reads the limit of a control group and what is left of it. Returns `None` if it has no limit.
/// Cached files count as free, except for data that must be written first.
fn headroom_of_group(folder: &Path) -> Option<Headroom> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let number = |name: &str| read(name)?.trim().parse::<u64>().ok();
    let (limit, used, prefix) = match number("memory.max") {
        Some(limit) => (limit, number("memory.current")?, ""),
        None => (number("memory.limit_in_bytes")?, number("memory.usage_in_bytes")?, "total_"),
    };
    let stat = read("memory.stat")?;
    let of = |names: [&str; 2]| {
        names
            .iter()
            .filter_map(|name| value(&stat, &format!("{prefix}{name}")))
            .sum::<u64>()
    };
    let (files, unwritten) = (
        of(["inactive_file", "active_file"]),
        match prefix {
            "" => of(["file_dirty", "file_writeback"]),
            _ => of(["dirty", "writeback"]),
        },
    );
    let cached = files.saturating_sub(unwritten);
    Some(Headroom {
        limit,
        free: limit.saturating_sub(used.saturating_sub(cached)),
    })
}

/// Finds a number by its name in a text with one name and number per line.
fn value(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_group_of_a_process_is_found_in_both_versions() {
        assert_eq!(
            group_folder("0::/app.slice/x").unwrap(),
            Path::new("/sys/fs/cgroup/app.slice/x")
        );
        assert_eq!(
            group_folder("4:memory:/docker/1").unwrap(),
            Path::new("/sys/fs/cgroup/memory/docker/1")
        );
        assert_eq!(group_folder("3:cpu,memory:/").unwrap(), Path::new("/sys/fs/cgroup/memory/"));
        assert_eq!(group_folder("2:cpu,cpuacct:/a"), None);
        assert_eq!(group_folder("nonsense"), None);
        let all = with_ancestors(Path::new("/sys/fs/cgroup/a/b"));
        assert_eq!(all.len(), 3);
        assert_eq!(all.last().unwrap(), Path::new("/sys/fs/cgroup"));
    }

    /// Covers the files of both versions: cached files count as free, those waiting to be written
    /// do not.
    #[test]
    fn cached_files_count_as_free() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        assert_eq!(headroom_of_group(dir.path()), None);
        write("memory.limit_in_bytes", "1000\n");
        write("memory.usage_in_bytes", "900\n");
        write(
            "memory.stat",
            "inactive_file 7\ntotal_inactive_file 300\ntotal_active_file 100\ntotal_dirty 50\ntotal_writeback 10\n",
        );
        let headroom = |free| Some(Headroom { limit: 1000, free });
        assert_eq!(headroom_of_group(dir.path()), headroom(100 + 340));
        write("memory.max", "1000\n");
        write("memory.current", "400\n");
        write(
            "memory.stat",
            "inactive_file 200\nactive_file 0\nfile_dirty 20\nfile_writeback 0\n",
        );
        assert_eq!(headroom_of_group(dir.path()), headroom(600 + 180));
        write("memory.max", "max\n");
        fs::remove_file(dir.path().join("memory.limit_in_bytes")).unwrap();
        assert_eq!(headroom_of_group(dir.path()), None);
    }

    #[test]
    fn the_machine_says_what_is_available() {
        let text = "MemTotal:       2048 kB\nMemFree:  1 kB\nMemAvailable:   1024 kB\n";
        let (limit, free) = (2048 * 1024, 1024 * 1024);
        assert_eq!(headroom_of_machine(text), Some(Headroom { limit, free }));
        assert_eq!(headroom_of_machine("MemTotal: 1 kB\n"), None);
    }

    /// A size above the machine's memory is refused at once; reservations are given back.
    #[tokio::test]
    async fn what_never_fits_is_refused_at_once() {
        let start = Instant::now();
        let refused = reserve(u64::MAX / 2, Duration::from_secs(3600)).await;
        assert_eq!(refused.unwrap_err(), Shortage::Always);
        assert!(start.elapsed() < Duration::from_secs(600));
        let some = reserve(SMALL, Duration::ZERO).await.unwrap();
        assert!(*lock() >= SMALL);
        drop(some);
    }
}
