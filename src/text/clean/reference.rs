//! Character references: `&amp;`, `&#8217;`, `&#x2019;`.

/// The longest reference that is read, in bytes: the longest name, or a number with leading zeros.
const LONGEST_BYTES: usize = 12;

/// Reads the reference at the beginning of a text; gives its length in bytes and its character.
///
/// A number that names no character gives U+FFFD, and 128 to 159 are read as Windows-1252 (WHATWG
/// Living Standard, section 13.2.5.80). An unknown name is no reference.
pub(super) fn decode(text: &str) -> Option<(usize, char)> {
    let name = text.strip_prefix('&')?;
    let length = name
        .bytes()
        .take(LONGEST_BYTES)
        .position(|byte| byte == b';')?;
    let name = name.get(..length)?;
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((length + 2, character))
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    let windows = code
        .checked_sub(0x80)
        .and_then(|at| WINDOWS_1252.get(at as usize));
    Some(match windows {
        Some(&character) => character,
        None if code == 0 => char::REPLACEMENT_CHARACTER,
        None => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    })
}

fn named(name: &str) -> Option<char> {
    let at = NAMES
        .binary_search_by_key(&name, |&(known, _)| known)
        .ok()?;
    NAMES.get(at).map(|&(_, character)| character)
}

#[rustfmt::skip]
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// From the named character references of the standard, ordered by name.
#[rustfmt::skip]
const NAMES: &[(&str, char)] = &[
    ("AElig", 'Æ'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Agrave", 'À'), ("Aring", 'Å'),
    ("Atilde", 'Ã'), ("Auml", 'Ä'), ("Cacute", 'Ć'), ("Ccaron", 'Č'), ("Ccedil", 'Ç'),
    ("Dagger", '‡'), ("Dstrok", 'Đ'), ("ETH", 'Ð'), ("Eacute", 'É'), ("Ecirc", 'Ê'),
    ("Egrave", 'È'), ("Euml", 'Ë'), ("Iacute", 'Í'), ("Icirc", 'Î'), ("Igrave", 'Ì'),
    ("Iuml", 'Ï'), ("Lstrok", 'Ł'), ("NewLine", '\n'), ("Ntilde", 'Ñ'), ("OElig", 'Œ'),
    ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Ograve", 'Ò'), ("Oslash", 'Ø'), ("Otilde", 'Õ'),
    ("Ouml", 'Ö'), ("Prime", '″'), ("Scaron", 'Š'), ("THORN", 'Þ'), ("Tab", '\t'),
    ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Ugrave", 'Ù'), ("Uuml", 'Ü'), ("Yacute", 'Ý'),
    ("Yuml", 'Ÿ'), ("Zcaron", 'Ž'), ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'),
    ("aelig", 'æ'), ("agrave", 'à'), ("amp", '&'), ("apos", '\''), ("aring", 'å'), ("ast", '*'),
    ("asymp", '≈'), ("atilde", 'ã'), ("auml", 'ä'), ("bdquo", '„'), ("brvbar", '¦'),
    ("bull", '•'), ("cacute", 'ć'), ("ccaron", 'č'), ("ccedil", 'ç'), ("cedil", '¸'),
    ("cent", '¢'), ("check", '✓'), ("circ", 'ˆ'), ("colon", ':'), ("comma", ','), ("commat", '@'),
    ("copy", '©'), ("curren", '¤'), ("dagger", '†'), ("darr", '↓'), ("dash", '‐'), ("deg", '°'),
    ("divide", '÷'), ("dollar", '$'), ("dstrok", 'đ'), ("eacute", 'é'), ("ecirc", 'ê'),
    ("egrave", 'è'), ("emsp", '\u{2003}'), ("ensp", '\u{2002}'), ("equals", '='), ("eth", 'ð'),
    ("euml", 'ë'), ("euro", '€'), ("excl", '!'), ("fnof", 'ƒ'), ("frac12", '½'), ("frac14", '¼'),
    ("frac34", '¾'), ("frasl", '⁄'), ("ge", '≥'), ("grave", '`'), ("gt", '>'), ("hearts", '♥'),
    ("hellip", '…'), ("horbar", '―'), ("hyphen", '‐'), ("iacute", 'í'), ("icirc", 'î'),
    ("iexcl", '¡'), ("igrave", 'ì'), ("infin", '∞'), ("iquest", '¿'), ("iuml", 'ï'),
    ("laquo", '«'), ("larr", '←'), ("lcub", '{'), ("ldquo", '“'), ("le", '≤'), ("lowbar", '_'),
    ("lpar", '('), ("lrm", '\u{200e}'), ("lsaquo", '‹'), ("lsqb", '['), ("lsquo", '‘'),
    ("lstrok", 'ł'), ("lt", '<'), ("macr", '¯'), ("mdash", '—'), ("micro", 'µ'), ("middot", '·'),
    ("minus", '−'), ("nbsp", '\u{a0}'), ("ndash", '–'), ("ne", '≠'), ("not", '¬'),
    ("ntilde", 'ñ'), ("num", '#'), ("oacute", 'ó'), ("ocirc", 'ô'), ("oelig", 'œ'),
    ("ograve", 'ò'), ("oline", '‾'), ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'),
    ("otilde", 'õ'), ("ouml", 'ö'), ("para", '¶'), ("percnt", '%'), ("period", '.'),
    ("permil", '‰'), ("plus", '+'), ("plusmn", '±'), ("pound", '£'), ("prime", '′'),
    ("quest", '?'), ("quot", '"'), ("raquo", '»'), ("rarr", '→'), ("rcub", '}'), ("rdquo", '”'),
    ("reg", '®'), ("rlm", '\u{200f}'), ("rpar", ')'), ("rsaquo", '›'), ("rsqb", ']'),
    ("rsquo", '’'), ("sbquo", '‚'), ("scaron", 'š'), ("sect", '§'), ("semi", ';'),
    ("shy", '\u{ad}'), ("sol", '/'), ("star", '☆'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'),
    ("szlig", 'ß'), ("thinsp", '\u{2009}'), ("thorn", 'þ'), ("tilde", '˜'), ("times", '×'),
    ("trade", '™'), ("uacute", 'ú'), ("uarr", '↑'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uml", '¨'),
    ("uuml", 'ü'), ("verbar", '|'), ("yacute", 'ý'), ("yen", '¥'), ("yuml", 'ÿ'), ("zcaron", 'ž'),
    ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted_by(|one, two| one.0 < two.0));
    }

    #[test]
    fn references_are_decoded() {
        for (text, expected) in [
            ("&amp;", Some((5, '&'))),
            ("&ndash; x", Some((7, '–'))),
            ("&#8217;s", Some((7, '’'))),
            ("&#X2019;", Some((8, '’'))),
            ("&#146;", Some((6, '’'))),
            ("&#0;", Some((4, '\u{fffd}'))),
            ("&#xD800;", Some((8, '\u{fffd}'))),
            ("&#99999999;", Some((11, '\u{fffd}'))),
            ("&#;", None),
            ("&#12a;", None),
            ("&T;", None),
            ("&amp", None),
            ("& ;", None),
            ("&", None),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
