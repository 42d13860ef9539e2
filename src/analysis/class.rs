//! What each character does to a word: the classes of UAX #29, and scripts without spaces.

use unicode_normalization::char::is_combining_mark;

/// What the scanner does with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Ends a word.
    Break,
    Letter,
    Hebrew,
    Digit,
    Apostrophe,
    /// U+0022 and U+201D, which join Hebrew letters in an acronym.
    Quote,
    /// `.` and its like: joins the letters of an acronym, and digits.
    Dot,
    /// Joins letters (`·`).
    MidLetter,
    /// Joins digits (`,`).
    MidNumber,
    /// Belongs to the character before: marks, joiners, bidi controls, soft hyphens.
    Ignored,
    /// A script without spaces; the number tells the runs apart.
    Spaceless(u8),
    /// A vowel of such a script that belongs to the character before, though it is no mark.
    Attached(u8),
}

impl Class {
    pub(super) const fn is_word(self) -> bool {
        matches!(self, Self::Letter | Self::Hebrew | Self::Digit)
    }

    pub(super) const fn is_letter(self) -> bool {
        matches!(self, Self::Letter | Self::Hebrew)
    }
}

/// The class of each ASCII byte; the lead of a longer character is a `Break` and never asked.
pub(super) const ASCII: [Class; 128] = {
    let mut table = [Class::Break; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        let class = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Apostrophe,
            b'"' => Class::Quote,
            b'.' => Class::Dot,
            b',' => Class::MidNumber,
            0 => Class::Ignored,
            _ => Class::Break,
        };
        set(&mut table, byte, class);
        byte += 1;
    }
    table
};

const fn set(table: &mut [Class; 128], byte: u8, class: Class) {
    if let Some((_, rest)) = table.split_at_mut_checked(byte as usize)
        && let Some(slot) = rest.first_mut()
    {
        *slot = class;
    }
}

/// The group of a script that is written without spaces, or `None` for every other character.
fn spaceless(c: char) -> Option<u8> {
    Some(match u32::from(c) {
        // Han, kana and their marks; not the digits, the dot and the double hyphen among them.
        0x3005..=0x3007
        | 0x3021..=0x3029
        | 0x3031..=0x3035
        | 0x303B..=0x303C
        | 0x3041..=0x3096
        | 0x309B..=0x309F
        | 0x30A1..=0x30FA
        | 0x30FC..=0x30FF
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9D
        | 0x1_AFF0..=0x1_AFFE
        | 0x1_B000..=0x1_B16F
        | 0x2_0000..=0x3_FFFF => 0,
        0x0E01..=0x0E30 | 0x0E32 | 0x0E40..=0x0E46 => 1,
        0x0E81..=0x0EB0 | 0x0EB2 | 0x0EBD..=0x0EC6 | 0x0EDC..=0x0EDF => 2,
        0x1780..=0x17B3 | 0x17D7 | 0x17DC => 3,
        0x1000..=0x102A
        | 0x103F
        | 0x1050..=0x1055
        | 0x105A..=0x105D
        | 0x1061
        | 0x1065..=0x1066
        | 0x106E..=0x1070
        | 0x1075..=0x1081
        | 0x108E
        | 0xA9E0..=0xA9E4
        | 0xA9E6..=0xA9EF
        | 0xA9FA..=0xA9FE
        | 0xAA60..=0xAA76
        | 0xAA7A
        | 0xAA7E..=0xAA7F => 4,
        // New Tai Lue, Tai Tham, Tai Viet, Ahom; Tangut, Khitan and Nushu.
        0x1950..=0x19C9 => 5,
        0x1A20..=0x1A54 | 0x1AA7 => 6,
        0xAA80..=0xAADD => 7,
        0x1_1700..=0x1_171A | 0x1_1740..=0x1_1746 => 8,
        0x1_6FE0..=0x1_8DFF | 0x1_B170..=0x1_B2FF => 9,
        _ => return None,
    })
}

/// The vowel am of Thai and Lao (`SpacingMark` by UAX #29), by the group of its script.
const fn attached(c: char) -> Option<u8> {
    match c {
        '\u{E33}' => Some(1),
        '\u{EB3}' => Some(2),
        _ => None,
    }
}

/// Whether two characters are the parts of such a vowel, written apart.
pub(super) fn is_split_vowel(ring: char, rest: char) -> bool {
    matches!(
        (ring, rest),
        ('\u{E4D}', '\u{E32}') | ('\u{ECD}', '\u{EB2}')
    )
}

/// Characters without a glyph of their own: they vanish from terms.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(
        c as u32,
        0 | 0xAD
            | 0x034F
            | 0x061C
            | 0x115F..=0x1160
            | 0x17B4..=0x17B5
            | 0x180B..=0x180F
            | 0x200B..=0x200F
            | 0x202A..=0x202E
            | 0x2060..=0x206F
            | 0x3164
            | 0xFE00..=0xFE0F
            | 0xFEFF
            | 0xFFA0
            | 0xFFF0..=0xFFFB
            | 0x1_BCA0..=0x1_BCA3
            | 0x1_D173..=0x1_D17A
            | 0xE_0000..=0xE_0FFF
    )
}

/// Whether a character stands for the apostrophe.
pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{FF07}')
}

pub(super) fn class_of(c: char) -> Class {
    match u32::from(c) {
        // The blocks of most news text, ahead of the general tests.
        0xC0..=0xD6
        | 0xD8..=0xF6
        | 0xF8..=0x2BB
        | 0x388..=0x38A
        | 0x38E..=0x3A1
        | 0x3A3..=0x3F5
        | 0x3F7..=0x481
        | 0x48A..=0x52F
        | 0x620..=0x64A
        | 0xAC00..=0xD7A3 => Class::Letter,
        0x5D0..=0x5EA
        | 0x5EF..=0x5F2
        | 0xFB1D
        | 0xFB1F..=0xFB28
        | 0xFB2A..=0xFB36
        | 0xFB38..=0xFB3C
        | 0xFB3E
        | 0xFB40..=0xFB41
        | 0xFB43..=0xFB44
        | 0xFB46..=0xFB4F => Class::Hebrew,
        0x2018 | 0x2019 | 0x2BC | 0xFF07 => Class::Apostrophe,
        0x2024 | 0xFE52 | 0xFF0E => Class::Dot,
        0x201D => Class::Quote,
        0xB7 | 0x387 | 0x55F | 0x5F4 | 0x2027 => Class::MidLetter,
        0x589 | 0x60C..=0x60D | 0x66C | 0x7F8 | 0x2044 | 0xFE50 | 0xFF0C => Class::MidNumber,
        0x66B => Class::Digit,
        0x200B | 0x2010..=0x2017 | 0x201A..=0x201C | 0x201E..=0x201F | 0x2020..=0x2026 | 0x3000..=0x3003 => {
            Class::Break
        }
        0x600..=0x605
        | 0x6DD
        | 0x890..=0x891
        | 0x8E2
        | 0x1_10BD
        | 0x1_10CD
        | 0x1_3430..=0x1_343F
        | 0x61C
        | 0x70F
        | 0x180E
        | 0x200C..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2064
        | 0x2066..=0x206F
        | 0xFEFF
        | 0xAD
        | 0xFFF9..=0xFFFB
        | 0xFF9E..=0xFF9F
        | 0x1_F3FB..=0x1_F3FF
        // Marks of Vietnamese readings, amid ideographs.
        | 0x1_6FF0..=0x1_6FF1
        | 0x1_BCA0..=0x1_BCA3
        | 0x1_D173..=0x1_D17A
        | 0xE_0000..=0xE_0FFF => Class::Ignored,
        _ => general_class(c),
    }
}

/// The class by the properties of the standard library, for the rarer blocks.
fn general_class(c: char) -> Class {
    if let Some(group) = spaceless(c) {
        Class::Spaceless(group)
    } else if let Some(group) = attached(c) {
        Class::Attached(group)
    } else if is_combining_mark(c) {
        Class::Ignored
    } else if c.is_alphabetic() {
        Class::Letter
    } else if c.is_numeric() && is_decimal_digit(c) {
        Class::Digit
    } else if matches!(u32::from(c), 0xB8 | 0x2C2..=0x2C5 | 0x2D2..=0x2D7 | 0x2DE..=0x2DF | 0x2E5..=0x2EB
        | 0x2ED | 0x2EF..=0x2FF | 0x55A..=0x55C | 0x55E | 0x58A | 0x5F3 | 0xA708..=0xA716
        | 0xA720..=0xA721 | 0xA789..=0xA78A | 0xAB5B)
    {
        // Not alphabetic, but `ALetter` by the annex.
        Class::Letter
    } else {
        Class::Break
    }
}

/// The first of each run of ten decimal digits (general category Nd, Unicode 17) in use.
const DIGIT_ZEROS: [u32; 72] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x1_04A0, 0x1_0D30, 0x1_0D40, 0x1_1066, 0x1_10F0, 0x1_1136, 0x1_11D0, 0x1_12F0, 0x1_1450,
    0x1_14D0, 0x1_1650, 0x1_16C0, 0x1_16D0, 0x1_16DA, 0x1_1730, 0x1_18E0, 0x1_1950, 0x1_1BF0,
    0x1_1C50, 0x1_1D50, 0x1_1DA0, 0x1_1DE0, 0x1_1F50, 0x1_6130, 0x1_6A60, 0x1_6AC0, 0x1_6B50,
    0x1_6D70, 0x1_CCF0, 0x1_E140, 0x1_E2F0, 0x1_E4F0, 0x1_E5F1, 0x1_E950, 0x1_FBF0,
];

/// The value of a decimal digit of any script.
pub(super) fn digit_value(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = DIGIT_ZEROS
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&code))?;
    u8::try_from(code - zero).ok()
}

fn is_decimal_digit(c: char) -> bool {
    digit_value(c).is_some() || matches!(u32::from(c), 0x19DA | 0x1_D7CE..=0x1_D7FF)
}
