//! Formats numbers, prices and file sizes. Times, which need words, are in format/mod.rs.

use super::i18n::locale::Locale;

/// The value from which [`count`] shortens.
pub const SHORT_FROM: u64 = 10_000;

/// Formats a count in short: `9,999`, `1.2만`, `12.4K`. Rounded down, so that a limit never looks
/// reached before it is.
pub fn count(locale: Locale, n: i64) -> String {
    /// Units, largest first.
    const KO: &[(u64, &str)] = &[(1_000_000_000_000, "조"), (100_000_000, "억"), (10_000, "만")];
    const EN: &[(u64, &str)] = &[(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")];
    let size = n.unsigned_abs();
    let units = if locale == Locale::Ko { KO } else { EN };
    let unit = units.iter().find(|(unit, _)| size >= *unit).filter(|_| size >= SHORT_FROM);
    let Some((unit, sign)) = unit else {
        return exact(n);
    };
    let minus = if n < 0 { "-" } else { "" };
    let whole = size / unit;
    let tenth = size % unit / (unit / 10);
    if whole >= 100 || tenth == 0 {
        format!("{minus}{}{sign}", grouped(whole))
    } else {
        format!("{minus}{whole}.{tenth}{sign}")
    }
}

/// Formats a whole number with separators: `12,400`.
pub fn exact(n: i64) -> String {
    let minus = if n < 0 { "-" } else { "" };
    format!("{minus}{}", grouped(n.unsigned_abs()))
}

/// Formats a price in won: `12,000원`, `₩12,000`.
pub fn won(locale: Locale, amount: i64) -> String {
    let minus = if amount < 0 { "-" } else { "" };
    match locale {
        Locale::Ko => format!("{}원", exact(amount)),
        Locale::En => format!("{minus}₩{}", grouped(amount.unsigned_abs())),
    }
}

/// Formats a price given in the minor units of a currency (ISO 4217): won, yen and dong have none,
/// the others two digits.
pub fn money(locale: Locale, minor: i64, currency: &str) -> String {
    match currency {
        "KRW" => won(locale, minor),
        "JPY" | "VND" | "CLP" => format!("{currency} {}", exact(minor)),
        _ => {
            let minus = if minor < 0 { "-" } else { "" };
            let size = minor.unsigned_abs();
            format!("{currency} {minus}{}.{:02}", grouped(size / 100), size % 100)
        }
    }
}

/// Returns the whole percentage that a sale takes off, rounded down, or `None` if there is nothing
/// to show.
pub fn percent_off(price: i64, sale_price: i64) -> Option<u8> {
    if price <= 0 || sale_price < 0 || sale_price >= price {
        return None;
    }
    let off = (i128::from(price) - i128::from(sale_price)) * 100 / i128::from(price);
    u8::try_from(off).ok().filter(|p| *p > 0)
}

/// Formats a file size: `820KB`, `20MB`, `1.5MB`. Units are decimal, as phones and file managers
/// show them.
pub fn bytes(n: i64) -> String {
    let size = n.max(0).unsigned_abs();
    match size {
        0..1_000 => format!("{size}B"),
        1_000..1_000_000 => format!("{}KB", size / 1_000),
        1_000_000..1_000_000_000 => with_tenth(size / 100_000, "MB"),
        _ => with_tenth(size / 100_000_000, "GB"),
    }
}

fn with_tenth(tenths: u64, sign: &str) -> String {
    if tenths.is_multiple_of(10) || tenths >= 1_000 {
        format!("{}{sign}", grouped(tenths / 10))
    } else {
        format!("{}.{}{sign}", tenths / 10, tenths % 10)
    }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
