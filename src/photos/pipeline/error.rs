//! The reasons for which a photo is rejected. The messages for people are in
//! the locale files under [`PhotoError::key`].

use std::fmt;
use std::io;

use super::limits::MAX_SIDE;

/// The reason for which a file did not become a photo.
#[derive(Debug)]
pub enum PhotoError {
    /// The file is empty.
    Empty,
    /// The file is larger than [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES).
    TooLarge {
        /// Bytes of the file.
        bytes: u64,
    },
    /// The picture has more than [`MAX_PIXELS`](super::MAX_PIXELS), or a side
    /// longer than [`MAX_SIDE`](super::MAX_SIDE).
    TooManyPixels {
        /// The width that the file claims, in pixels.
        width: u32,
        /// The height that the file claims, in pixels.
        height: u32,
    },
    /// Decoding would take more memory than [`MAX_MEMORY`](super::MAX_MEMORY),
    /// or than the machine has left.
    TooMuchMemory {
        /// The bytes that decoding would take.
        bytes: u64,
    },
    /// The file is not a known image: text, SVG, HTML, a PDF and so on.
    NotAPhoto,
    /// The file is an image of an unsupported format.
    Unsupported {
        /// The format for a log: `HEIC`, `TIFF`, `arithmetic JPEG` and so on.
        /// Its name for people is in the locale files
        /// (`photos::actions::kind_words`).
        kind: &'static str,
    },
    /// The file has one of the four formats, but is cut off, damaged or malicious.
    Broken,
    /// The file could not be read, which is not the person's fault.
    Io(io::Error),
}

impl PhotoError {
    /// Returns the locale key of the message for people.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "photo-error-empty",
            Self::TooLarge { .. } => "photo-error-too-large",
            Self::TooManyPixels { width, height } if *width > MAX_SIDE || *height > MAX_SIDE => "photo-error-too-wide",
            Self::TooManyPixels { .. } => "photo-error-too-many-pixels",
            Self::TooMuchMemory { .. } => "photo-error-memory",
            Self::NotAPhoto => "photo-error-format",
            Self::Unsupported { .. } => "photo-error-kind",
            Self::Broken => "photo-error-broken",
            Self::Io(_) => "photo-error-storage",
        }
    }
}

impl fmt::Display for PhotoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file is empty"),
            Self::TooLarge { bytes } => write!(f, "the file has {bytes} bytes"),
            Self::TooManyPixels { width, height } => {
                write!(f, "the picture has {width} x {height} pixels")
            }
            Self::TooMuchMemory { bytes } => write!(f, "decoding would take {bytes} bytes of memory"),
            Self::NotAPhoto => f.write_str("the file is no image"),
            Self::Unsupported { kind } => write!(f, "images of the kind {kind} are not taken"),
            Self::Broken => f.write_str("the image is damaged"),
            Self::Io(error) => write!(f, "the file could not be read: {error}"),
        }
    }
}

impl std::error::Error for PhotoError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for PhotoError {
    /// Decoders also report bad data as `io::Error`. Those kinds are the file's fault.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Self::Broken,
            _ => Self::Io(error),
        }
    }
}
