//! Photos from an uploaded zip. Nothing is unpacked to disk: an entry is looked up by the name in
//! the product file and read into memory within its limits. Names from outside never become paths.
//!
//! Names are compared without folders, in NFC (macOS writes NFD) and lower case. Names that are not
//! UTF-8 are read as CP949, as Korean Windows writes them.

use std::collections::HashMap;
use std::io::{Read, Seek};

use ::zip::ZipArchive;
use encoding_rs::EUC_KR;
use unicode_normalization::UnicodeNormalization;

use crate::photos::pipeline::MAX_FILE_BYTES;

/// Bytes of the zip file itself.
pub const ZIP_MAX: u64 = 300 * 1024 * 1024;
pub const ENTRIES_MAX: usize = 20_000;
/// Maximum unpacked size of all photos in a zip, as declared by its entries.
pub const UNPACKED_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// Maximum compression ratio of one photo: photos are compressed already.
pub const RATIO_MAX: u64 = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum ZipFault {
    /// Not a zip, or a damaged one.
    Broken,
    #[strum(serialize = "entries")]
    TooManyEntries,
    #[strum(serialize = "large")]
    TooLarge,
    /// The zip is protected by a password.
    Locked,
    /// No file has this name.
    Missing,
    /// Several files in different folders have this name.
    Ambiguous,
}

impl ZipFault {
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// Returns the file name of a path in the form in which names are compared.
pub fn fold(name: &str) -> String {
    let name: String = name.nfc().collect();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.trim().to_lowercase()
}

/// Returns the whole path in that form, for zips with the same name in several folders.
fn fold_path(name: &str) -> String {
    let name: String = name.nfc().collect();
    let name = name.replace('\\', "/").to_lowercase();
    name.trim().trim_start_matches("./").trim_matches('/').to_owned()
}

pub struct Photos<R> {
    zip: ZipArchive<R>,
    /// Entries by file name; `None` if several have it.
    by_name: HashMap<String, Option<usize>>,
    by_path: HashMap<String, usize>,
}

impl<R: Read + Seek> Photos<R> {
    /// Opens a zip and reads its list of entries.
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
            // Files that macOS adds beside each file.
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

    /// Checks that exactly one file has this name.
    pub fn has(&self, name: &str) -> Result<(), ZipFault> {
        self.find(name).map(|_| ())
    }

    /// Returns the bytes of a file, whatever it contains.
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
        // The declared size is not trusted: one byte more than allowed is too many.
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
