//! Reading of a container piece by piece, without holding it in memory. Every
//! read past the end is [`PhotoError::Broken`].

use std::io::{BufRead, Read, Seek, SeekFrom};

use super::error::PhotoError;
use super::number;

/// The uploaded file.
pub trait Source: BufRead + Seek {}
impl<T: BufRead + Seek> Source for T {}

/// A position in the file that only moves forward.
pub struct Walk<'a> {
    source: &'a mut dyn Source,
    position: u64,
}

impl<'a> Walk<'a> {
    /// Starts at byte `position`.
    pub fn at(source: &'a mut dyn Source, position: u64) -> Result<Self, PhotoError> {
        source.seek(SeekFrom::Start(position))?;
        Ok(Self { source, position })
    }

    /// Returns the number of bytes from the file's start.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Returns true if the file ends here.
    pub fn at_end(&mut self) -> Result<bool, PhotoError> {
        Ok(self.source.fill_buf()?.is_empty())
    }

    /// Reads the next `N` bytes.
    pub fn exact<const N: usize>(&mut self) -> Result<[u8; N], PhotoError> {
        let mut bytes = [0; N];
        self.source.read_exact(&mut bytes)?;
        self.position += number::long(N);
        Ok(bytes)
    }

    /// Reads the next byte.
    pub fn byte(&mut self) -> Result<u8, PhotoError> {
        let [byte] = self.exact::<1>()?;
        Ok(byte)
    }

    /// Reads the next `count` bytes. Memory grows with the bytes that exist,
    /// not with the number that is claimed.
    pub fn take(&mut self, count: usize) -> Result<Vec<u8>, PhotoError> {
        let mut bytes = Vec::new();
        let read = Read::by_ref(&mut self.source)
            .take(number::long(count))
            .read_to_end(&mut bytes)?;
        self.position += number::long(read);
        if read == count { Ok(bytes) } else { Err(PhotoError::Broken) }
    }

    /// Skips `count` bytes, which must exist.
    pub fn skip(&mut self, mut count: u64) -> Result<(), PhotoError> {
        while count > 0 {
            let available = self.source.fill_buf()?.len();
            if available == 0 {
                return Err(PhotoError::Broken);
            }
            let step = available.min(usize::try_from(count).unwrap_or(usize::MAX));
            self.source.consume(step);
            self.position += number::long(step);
            count = count.saturating_sub(number::long(step));
        }
        Ok(())
    }

    /// Skips bytes up to and including the first for which `found` returns a
    /// value, and returns that value.
    pub fn skip_until<T>(&mut self, mut found: impl FnMut(u8) -> Option<T>) -> Result<T, PhotoError> {
        loop {
            let available = self.source.fill_buf()?;
            let length = available.len();
            if length == 0 {
                return Err(PhotoError::Broken);
            }
            let hit = available
                .iter()
                .enumerate()
                .find_map(|(index, byte)| found(*byte).map(|answer| (index, answer)));
            let (step, answer) = match hit {
                Some((index, answer)) => (index + 1, Some(answer)),
                None => (length, None),
            };
            self.source.consume(step);
            self.position += number::long(step);
            if let Some(answer) = answer {
                return Ok(answer);
            }
        }
    }
}
