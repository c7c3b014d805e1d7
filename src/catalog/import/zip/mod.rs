//! Photos out of a zip. Nothing is unpacked: an entry is looked up by the name that the file of
//! products gives, and read into memory within its limits. Names from outside never become paths.
//!
//! Names are compared without folders, in NFC (Macs write NFD), small; those that are no UTF-8 are
//! read as CP949, which is what Windows in Korean writes.

use std::collections::HashMap;
use std::io::{Read, Seek};

use ::zip::ZipArchive;
use encoding_rs::EUC_KR;
use unicode_normalization::UnicodeNormalization;

use crate::photos::pipeline::MAX_FILE_BYTES;

/// Bytes of the zip itself.
pub const ZIP_MAX: u64 = 300 * 1024 * 1024;
pub const ENTRIES_MAX: usize = 20_000;
/// What the photos of one zip may come to when unpacked, as far as it says itself.
pub const UNPACKED_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// How many times larger than in the zip one photo may be: photos are packed already.
pub const RATIO_MAX: u64 = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipFault {
    /// No zip, or a damaged one.
    Broken,
    TooManyEntries,
    TooLarge,
    /// A password is asked for.
    Locked,
    /// No file of that name.
    Missing,
    /// Several files of that name in different folders.
    Ambiguous,
}

impl ZipFault {
    pub fn code(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::TooManyEntries => "entries",
            Self::TooLarge => "large",
            Self::Locked => "locked",
            Self::Missing => "missing",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// The last part of a path, folded: what two names have to share to be the same photo.
pub fn fold(name: &str) -> String {
    let name: String = name.nfc().collect();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.trim().to_lowercase()
}

/// The whole path, folded, for zips that have the same name in several folders.
fn fold_path(name: &str) -> String {
    let name: String = name.nfc().collect();
    let name = name.replace('\\', "/").to_lowercase();
    name.trim().trim_start_matches("./").trim_matches('/').to_owned()
}

pub struct Photos<R> {
    zip: ZipArchive<R>,
    /// By folded name; `None` where several have it.
    by_name: HashMap<String, Option<usize>>,
    by_path: HashMap<String, usize>,
}

impl<R: Read + Seek> Photos<R> {
    /// Reads the list of entries.
    pub fn open(file: R) -> Result<Self, ZipFault> {
        let mut zip = ZipArchive::new(file).map_err(|_| ZipFault::Broken)?;
        if zip.len() > ENTRIES_MAX {
            return Err(ZipFault::TooManyEntries);
        }
        let (mut by_name, mut by_path) = (HashMap::new(), HashMap::new());
        let mut unpacked: u64 = 0;
        for number in 0..zip.len() {
            let Ok(entry) = zip.by_index_raw(number) else { continue };
            unpacked = unpacked.saturating_add(entry.size());
            if entry.is_dir() || unpacked > UNPACKED_MAX {
                continue;
            }
            let name = entry_name(entry.name_raw());
            // What Macs add beside each file.
            if name.starts_with("__MACOSX/") || fold(&name).starts_with("._") {
                continue;
            }
            by_path.insert(fold_path(&name), number);
            by_name.entry(fold(&name)).and_modify(|n| *n = None).or_insert(Some(number));
        }
        if unpacked > UNPACKED_MAX {
            return Err(ZipFault::TooLarge);
        }
        Ok(Self { zip, by_name, by_path })
    }

    fn find(&self, name: &str) -> Result<usize, ZipFault> {
        if let Some(number) = self.by_path.get(&fold_path(name)) {
            return Ok(*number);
        }
        match self.by_name.get(&fold(name)) {
            Some(Some(number)) => Ok(*number),
            Some(None) => Err(ZipFault::Ambiguous),
            None => Err(ZipFault::Missing),
        }
    }

    /// Whether there is one photo of this name.
    pub fn has(&self, name: &str) -> Result<(), ZipFault> {
        self.find(name).map(|_| ())
    }

    /// The bytes of a photo, whatever they are.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>, ZipFault> {
        let number = self.find(name)?;
        let entry = self.zip.by_index(number).map_err(|error| match error {
            ::zip::result::ZipError::UnsupportedArchive(_) | ::zip::result::ZipError::InvalidPassword => ZipFault::Locked,
            _ => ZipFault::Broken,
        })?;
        let allowed = MAX_FILE_BYTES.min(entry.compressed_size().saturating_mul(RATIO_MAX));
        if entry.size() > allowed {
            return Err(ZipFault::TooLarge);
        }
        // What an entry says of its size is not believed: one byte more than allowed is too many.
        let mut bytes = Vec::new();
        entry
            .take(allowed + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ZipFault::Broken)?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > allowed {
            return Err(ZipFault::TooLarge);
        }
        Ok(bytes)
    }
}

fn entry_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => EUC_KR.decode_without_bom_handling(raw).0.into_owned(),
    }
}

#[cfg(test)]
mod tests;
