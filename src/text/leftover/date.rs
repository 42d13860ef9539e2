//! Dates: lines of nothing else, and dates stated in full.

/// The years that a date of the news may lie in.
const YEARS: std::ops::RangeInclusive<u32> = 1800..=2199;

/// More parts than this are no date line.
const MOST_PARTS: usize = 24;

/// Dates stand at the beginning of a line or soon after; more is not looked at.
const MOST_PARTS_READ: usize = 64;

/// A part of a line: a number, a word in small letters, or anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Number { value: u32, digits: usize },
    Word(String),
    Sign(char),
}

/// The first date in a line that is stated with day, month and year, as `YYYY-MM-DD`.
///
/// Months are read by name in some twenty languages. A date in figures must leave no doubt: year
/// first, day first with stops between, or a day after the twelfth.
#[must_use]
pub fn full_date(line: &str) -> Option<String> {
    let parts = parts(line);
    (0..parts.len()).find_map(|at| date_at(parts.get(at..)?))
}

/// Whether a line is nothing but a date, maybe with its weekday and time.
pub(super) fn is_date_bar(line: &str, at_edge: bool) -> bool {
    if line.len() > 120 || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let parts = parts(line);
    if parts.len() > MOST_PARTS {
        return false;
    }
    let barred = parts.contains(&Part::Sign('|'));
    let mut labelled = false;
    for part in &parts {
        match part {
            Part::Word(word) => {
                labelled |= LABELS.contains(&word.as_str());
                if month(word).is_none()
                    && !BESIDE.contains(&word.as_str())
                    && !is_weekday(word)
                    && !LABELS.contains(&word.as_str())
                {
                    return false;
                }
            }
            Part::Number { digits, .. } if *digits > 4 => return false,
            Part::Number { .. } => {}
            Part::Sign(sign) => {
                if !"|,.:;-–—/()•·・،*@+".contains(*sign) {
                    return false;
                }
            }
        }
    }
    let stated = (0..parts.len()).any(|at| parts.get(at..).is_some_and(|p| date_at(p).is_some()));
    stated && (at_edge || barred || labelled)
}

fn parts(line: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        if parts.len() == MOST_PARTS_READ {
            break;
        }
        let length = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic() && !('\u{300}'..='\u{36F}').contains(&c))
        } else {
            Some(first.len_utf8())
        };
        let (part, after) = rest
            .split_at_checked(length.unwrap_or(rest.len()))
            .unwrap_or((rest, ""));
        if first.is_ascii_digit() {
            let value = part.parse().unwrap_or(u32::MAX);
            parts.push(Part::Number {
                value,
                digits: part.len(),
            });
        } else if first.is_alphabetic() {
            if !(ORDINALS.contains(&part) && matches!(parts.last(), Some(Part::Number { .. }))) {
                parts.push(Part::Word(part.to_lowercase()));
            }
        } else if !first.is_whitespace() && !first.is_control() {
            parts.push(Part::Sign(first));
        }
        rest = after;
    }
    parts
}

/// The date that begins with the first part.
fn date_at(parts: &[Part]) -> Option<String> {
    in_figures(parts).or_else(|| by_name(parts))
}

fn in_figures(parts: &[Part]) -> Option<String> {
    let (first, first_digits) = number(parts.first()?)?;
    let (second, _) = number(parts.get(2)?)?;
    let (third, third_digits) = number(parts.get(4)?)?;
    let between = (parts.get(1)?, parts.get(3)?);
    if first_digits == 4 {
        let east_asian = [("年", "月"), ("년", "월")]
            .into_iter()
            .any(|(year, month)| is_word(between.0, year) && is_word(between.1, month));
        if east_asian || (between.0 == between.1 && is_sign(between.0, "-./")) {
            return iso(first, second, third);
        }
        return None;
    }
    if third_digits != 4 || between.0 != between.1 {
        return None;
    }
    if is_sign(between.0, ".") {
        return iso(third, second, first);
    }
    if is_sign(between.0, "/-") {
        return match (first > 12, second > 12) {
            (true, false) => iso(third, second, first),
            (false, true) => iso(third, first, second),
            _ if first == second => iso(third, first, second),
            _ => None,
        };
    }
    None
}

/// `6 December 2023`, `December 6, 2023`, `2023 December 6`, with small words and stops between.
fn by_name(parts: &[Part]) -> Option<String> {
    let mut month_met = None;
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    for (at, part) in parts.iter().take(9).enumerate() {
        match part {
            Part::Number { value, digits } => numbers.push((*value, *digits)),
            Part::Word(word) => match month(word) {
                Some(found) if month_met.is_none() => month_met = Some(found),
                None if at > 0 && BETWEEN.contains(&word.as_str()) => {}
                _ => return None,
            },
            Part::Sign('.' | ',' | '،') if at > 0 => {}
            Part::Sign(_) => return None,
        }
        if let (Some(month), [one, two]) = (month_met, numbers.as_slice()) {
            return match (one.1, two.1) {
                (1 | 2, 4) => iso(two.0, month, one.0),
                (4, 1 | 2) => iso(one.0, month, two.0),
                _ => None,
            };
        }
        if numbers.len() > 2 {
            return None;
        }
    }
    None
}

const fn number(part: &Part) -> Option<(u32, usize)> {
    match part {
        Part::Number { value, digits } => Some((*value, *digits)),
        _ => None,
    }
}

fn is_word(part: &Part, word: &str) -> bool {
    matches!(part, Part::Word(found) if found == word)
}

fn is_sign(part: &Part, signs: &str) -> bool {
    matches!(part, Part::Sign(sign) if signs.contains(*sign))
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    let valid = YEARS.contains(&year) && (1..=days).contains(&day);
    valid.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn month(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(&word)
}

/// Written right after the figures of a day.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "º", "ª", "o", "e", "го", "日", "일", "号", "號",
];

/// Between the parts of a date.
const BETWEEN: &[&str] = &["de", "del", "di", "of", "the", "den", "a", "e", "më"];

/// Beside a date: times of day, zones, the word for year.
const BESIDE: &[&str] = &[
    "de",
    "del",
    "di",
    "of",
    "the",
    "den",
    "a",
    "e",
    "më",
    "at",
    "am",
    "pm",
    "p",
    "m",
    "h",
    "um",
    "uhr",
    "à",
    "las",
    "alle",
    "kl",
    "om",
    "u",
    "у",
    "в",
    "g",
    "г",
    "god",
    "godina",
    "године",
    "godine",
    "года",
    "року",
    "gmt",
    "utc",
    "est",
    "edt",
    "et",
    "pt",
    "pst",
    "pdt",
    "bst",
    "ist",
    "cet",
    "cest",
    "mez",
    "mesz",
    "msk",
    "мск",
    "ore",
    "ora",
    "saat",
    "год",
    "klo",
    "年",
    "月",
    "日",
    "년",
    "월",
    "的",
    "ст",
];

/// Say what a date is the date of.
const LABELS: &[&str] = &[
    "published",
    "updated",
    "posted",
    "modified",
    "last",
    "date",
    "on",
    "first",
    "created",
    "stand",
    "veröffentlicht",
    "aktualisiert",
    "datum",
    "publié",
    "mis",
    "jour",
    "le",
    "publicado",
    "actualizado",
    "fecha",
    "atualizado",
    "pubblicato",
    "aggiornato",
    "publicerad",
    "uppdaterad",
    "objavljeno",
    "ažurirano",
    "објављено",
    "ажурирано",
    "опубликовано",
    "обновлено",
    "опубліковано",
    "оновлено",
    "publikuar",
    "përditësuar",
    "yayınlanma",
    "güncelleme",
    "tarih",
    "tarihi",
    "发布",
    "更新",
    "时间",
    "發布",
    "時間",
    "发表于",
    "نشر",
    "تحديث",
    "آخر",
    "تاريخ",
    "النشر",
    "opublikowano",
    "gepubliceerd",
    "bijgewerkt",
];

#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro",
      "januari", "januara", "jaar", "јануар", "јануара", "января", "январь", "янв", "січня", "janar", "ocak",
      "stycznia", "siječnja", "ledna", "يناير", "ianuarie", "ιανουαρίου"],
    &["february", "feb", "februar", "février", "févr", "febrero", "febbraio", "fevereiro", "fev", "februari",
      "februara", "фебруар", "фебруара", "февраля", "февраль", "фев", "лютого", "shkurt", "şubat", "lutego",
      "veljače", "února", "فبراير", "februarie", "φεβρουαρίου"],
    &["march", "mar", "märz", "mars", "marzo", "março", "mart", "marta", "март", "марта", "мар", "березня",
      "marca", "ožujka", "března", "maart", "مارس", "martie", "μαρτίου"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile", "aprila", "април", "априла", "апреля", "апрель",
      "апр", "квітня", "prill", "nisan", "kwietnia", "travnja", "dubna", "أبريل", "ابريل", "aprilie", "απριλίου"],
    &["may", "mai", "mayo", "maggio", "mag", "maio", "maj", "maja", "мај", "маја", "мая", "май", "травня",
      "mayıs", "svibnja", "května", "mei", "مايو", "μαΐου"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "jun", "juna", "јун", "јуна", "июня",
      "июнь", "июн", "червня", "qershor", "haziran", "czerwca", "lipnja", "června", "يونيو", "iunie", "ιουνίου"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "jula", "јул", "јула", "июля",
      "июль", "июл", "липня", "korrik", "temmuz", "lipca", "srpnja", "července", "يوليو", "iulie", "ιουλίου"],
    &["august", "aug", "août", "agosto", "ago", "augusti", "avgust", "avgusta", "augusta", "август", "августа",
      "авг", "серпня", "gusht", "ağustos", "sierpnia", "kolovoza", "srpna", "augustus", "أغسطس", "اغسطس",
      "αυγούστου"],
    &["september", "sep", "sept", "septembre", "septiembre", "settembre", "set", "setembro", "septembar",
      "septembra", "септембар", "септембра", "сентября", "сентябрь", "сен", "сент", "вересня", "shtator",
      "eylül", "września", "rujna", "září", "سبتمبر", "septembrie", "σεπτεμβρίου"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "oktobar",
      "oktobra", "октобар", "октобра", "октября", "октябрь", "окт", "жовтня", "tetor", "ekim",
      "października", "listopada", "října", "أكتوبر", "اكتوبر", "octombrie", "οκτωβρίου"],
    &["november", "nov", "novembre", "noviembre", "novembro", "novembar", "novembra", "новембар", "новембра",
      "ноября", "ноябрь", "ноя", "листопада", "nëntor", "kasım", "studenoga", "studenog", "نوفمبر",
      "noiembrie", "νοεμβρίου"],
    &["december", "dec", "dezember", "dez", "décembre", "déc", "diciembre", "dic", "dicembre", "dezembro",
      "decembar", "decembra", "децембар", "децембра", "декабря", "декабрь", "дек", "грудня", "dhjetor", "aralık",
      "grudnia", "prosinca", "prosince", "ديسمبر", "decembrie", "δεκεμβρίου"],
];

#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "mo", "di", "mi", "do", "fr", "sa", "so",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
    "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
    "segunda", "terça", "quarta", "quinta", "sexta", "feira",
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "mandag", "tirsdag", "lørdag", "søndag",
    "ponedeljak", "ponedjeljak", "utorak", "sreda", "srijeda", "četvrtak", "petak", "subota", "nedelja", "nedjelja",
    "понедељак", "уторак", "среда", "четвртак", "петак", "субота", "недеља",
    "понедельник", "вторник", "четверг", "пятница", "суббота", "воскресенье", "пн", "вт", "ср", "чт", "пт", "сб", "вс",
    "понеділок", "вівторок", "середа", "четвер", "п’ятниця", "неділя",
    "hënë", "martë", "mërkurë", "enjte", "premte", "shtunë", "diel",
    "pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar",
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela",
    "الأحد", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت",
    "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "星期天",
];
