//! Names of China and Korea in their own scripts: 李克强 for Li Keqiang, 김정은 for Kim Jong-un.
//!
//! Other countries write such names by their syllables, which leaves out what tells one character from
//! another; so a name has several for each syllable, and is any of them. What a Korean syllable is
//! follows from its letters. Which characters are read so, of those that names have, is told by
//! `data/names/hanzi.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::chinese::chinese_name;
use super::compare::is_hangul_particle;
use super::korean::{self, korean_name};
use super::lexicon::forms_of;
use super::parts::without_titles;
use crate::text::language::Script;

const TABLE: &str = include_str!("../../../data/names/hanzi.txt");

/// The characters of the most common family names (census of 2020), simplified and traditional.
const FAMILIES: &str = "\
wang 王汪
li 李黎
zhang 张張章
liu 刘劉柳
chen 陈陳
yang 杨楊阳陽
huang 黄黃
zhao 赵趙
wu 吴吳武伍邬
zhou 周
xu 徐许許
sun 孙孫
ma 马馬
zhu 朱祝
hu 胡
guo 郭
he 何贺賀
lin 林
gao 高
luo 罗羅骆駱
zheng 郑鄭
liang 梁
xie 谢謝解
song 宋
tang 唐汤湯
feng 冯馮
yu 于余俞喻
dong 董
xiao 肖萧蕭
cheng 程成
cao 曹
yuan 袁
deng 邓鄧
fu 傅付符
shen 沈申
zeng 曾
peng 彭
lu 卢盧陆陸鲁魯吕呂
su 苏蘇
jiang 蒋蔣江姜
cai 蔡
jia 贾賈
ding 丁
wei 魏韦韋卫衛
xue 薛
ye 叶葉
yan 严嚴颜顏闫閆阎閻
pan 潘
du 杜
dai 戴
xia 夏
zhong 钟鍾鐘
tian 田
ren 任
fan 范樊
fang 方房
shi 石施史
yao 姚
tan 谭譚谈談
liao 廖
zou 邹鄒
xiong 熊
jin 金靳
hao 郝
kong 孔
bai 白
cui 崔
kang 康
mao 毛茅
qiu 邱丘
qin 秦覃
gu 顾顧古谷
hou 侯
shao 邵
meng 孟蒙
long 龙龍
wan 万萬
duan 段
qian 钱錢
yin 尹殷
chang 常
qiao 乔喬
lai 赖賴
gong 龚龔宫宮
wen 文温溫
xi 习習席奚
bo 薄
hua 华華花
ai 艾
ling 凌令
mo 莫
pu 蒲濮
tong 童佟
jiao 焦";

/// Characters of names that are words, too: behind that of a family name they are no given name by
/// themselves.
const WORDS: &str = "一以已亦而也其之于於为為在是有到和来來去要会會可能时時年月日人";

/// A family name and two characters.
const MOST_CHARACTERS: usize = 3;

/// A name as the characters that each of its syllables can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NativeName {
    pub(crate) script: Script,
    /// The family name first.
    pub(crate) syllables: Vec<Vec<char>>,
}

impl NativeName {
    /// Whether a text is the name; in Korean with a particle, too.
    pub(crate) fn is(&self, text: &str) -> bool {
        let mut letters = text.chars();
        let is_name = (self.syllables.iter()).all(|syllable| {
            letters
                .next()
                .is_some_and(|letter| syllable.contains(&letter))
        });
        let rest = letters.as_str();
        is_name && (rest.is_empty() || (self.script == Script::Hangul && is_hangul_particle(rest)))
    }
}

/// The names that the words of a name, in their normal forms, can be in the scripts of China and Korea.
pub(crate) fn native_names(words: &[&str]) -> Vec<NativeName> {
    let words = without_titles(words);
    let mut names = Vec::new();
    if let Some(name) = chinese_name(words) {
        names.extend(name.pinyin().filter_map(|syllables| of_china(&syllables)));
    }
    if let Some(syllables) = korean_name(words).and_then(|name| name.hangul()) {
        names.push(NativeName {
            script: Script::Hangul,
            syllables,
        });
    }
    names
}

/// A name of China or Korea in its own script, and its words in pinyin or in the Revised Romanization, the
/// family name first; `None` for what is none, or stands in the lexicon as a name of elsewhere: 马克 for Mark.
pub(crate) fn native_in_latin(text: &str) -> Option<(NativeName, Vec<String>)> {
    let letters: Vec<char> = text.trim().chars().take(MOST_CHARACTERS + 1).collect();
    if !(2..=MOST_CHARACTERS).contains(&letters.len()) {
        return None;
    }
    let script = Script::of(*letters.first()?)?;
    let words = match script {
        Script::Han => in_pinyin(&letters)?,
        Script::Hangul => korean::in_latin(&letters)?,
        _ => return None,
    };
    if forms_of(text.trim()).next().is_some() {
        return None;
    }
    let syllables = letters.into_iter().map(|letter| vec![letter]).collect();
    Some((NativeName { script, syllables }, words))
}

/// The characters of a name in pinyin: each as it is read oftenest in names.
fn in_pinyin(letters: &[char]) -> Option<Vec<String>> {
    static READ: OnceLock<[HashMap<char, &str>; 2]> = OnceLock::new();
    let [families, all] = READ.get_or_init(|| {
        [FAMILIES, TABLE].map(|table| {
            let mut read: HashMap<char, (usize, &str)> = HashMap::new();
            for (syllable, characters) in table.lines().filter_map(|line| line.split_once(' ')) {
                for (place, character) in characters.chars().enumerate() {
                    let known = read.entry(character).or_insert((place, syllable));
                    *known = (*known).min((place, syllable));
                }
            }
            let read = read.into_iter();
            read.map(|(character, (_, syllable))| (character, syllable))
                .collect()
        })
    });
    let (family, given) = letters.split_first()?;
    let given: Option<String> = given
        .iter()
        .map(|letter| all.get(letter).copied())
        .collect();
    Some(vec![(*families.get(family)?).to_owned(), given?])
}

/// A name in pinyin, the family name first.
fn of_china(pinyin: &[&str]) -> Option<NativeName> {
    static READ: OnceLock<[HashMap<&str, &str>; 2]> = OnceLock::new();
    let [families, all] = READ.get_or_init(|| {
        [FAMILIES, TABLE].map(|table| {
            table
                .lines()
                .filter_map(|line| line.split_once(' '))
                .collect()
        })
    });
    let (family, given) = pinyin.split_first()?;
    let characters = |syllable: &&&str| {
        let characters = all.get(**syllable).copied().unwrap_or_default().chars();
        let is_kept = |letter: &char| given.len() > 1 || !WORDS.contains(*letter);
        characters.filter(is_kept).collect()
    };
    let mut syllables = vec![families.get(family)?.chars().collect::<Vec<char>>()];
    syllables.extend(given.iter().map(|syllable| characters(&syllable)));
    syllables
        .iter()
        .all(|characters| !characters.is_empty())
        .then_some(NativeName {
            script: Script::Han,
            syllables,
        })
}

#[cfg(test)]
mod tests {
    use super::super::table::entries;
    use super::*;

    fn is_written(name: &str, text: &str) -> bool {
        let words: Vec<String> = name.split([' ', '-']).map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        native_names(&words).iter().any(|name| name.is(text))
    }

    #[test]
    fn a_name_is_written_in_its_own_script() {
        for (name, text) in [
            ("Li Keqiang", "李克强"),
            ("Xi Jinping", "习近平"),
            ("Xi Jinping", "習近平"),
            ("Си Цзиньпин", "习近平"),
            ("Wang Yi", "王毅"),
            ("Wang Huning", "王沪宁"),
            ("Hu Jintao", "胡锦涛"),
            ("Zhao Lijian", "赵立坚"),
            ("Li Wenliang", "李文亮"),
            ("Deng Xiaoping", "邓小平"),
            ("Mao Zedong", "毛泽东"),
            ("Kim Jong-un", "김정은"),
            ("Kim Jong-un", "김정은이"),
            ("Kim Jong-il", "김정일"),
            ("Ким Чен Ын", "김정은"),
            ("Park Geun-hye", "박근혜"),
            ("Moon Jae-in", "문재인"),
            ("Yoon Suk-yeol", "윤석열"),
            ("Lee Myung-bak", "이명박"),
            ("Ban Ki-moon", "반기문"),
        ] {
            assert!(is_written(name, text), "{name} {text}");
        }
        for (name, text) in [
            ("Li Keqiang", "李强"),
            ("Li Keqiang", "李克"),
            ("Li Keqiang", "李克强在"),
            ("Wang Yi", "王一"),
            ("Xi Jinping", "席卷"),
            ("Kim Jong-un", "김정일"),
            ("Kim Jong-un", "김정은숙"),
            ("Kim Basinger", "김정은"),
            ("Joe Biden", "李克强"),
        ] {
            assert!(!is_written(name, text), "{name} {text}");
        }
    }

    #[test]
    fn a_name_in_its_own_script_is_read_in_latin_letters() {
        for (text, latin) in [
            ("习近平", "xi jinping"),
            ("習近平", "xi jinping"),
            ("李克强", "li keqiang"),
            ("王毅", "wang yi"),
            ("曾庆红", "zeng qinghong"),
            ("김정은", "kim jeong eun"),
            ("박근혜", "park geun hye"),
        ] {
            let (name, words) = native_in_latin(text).unwrap();
            assert_eq!(words.join(" "), latin);
            assert!(name.is(text), "{text}");
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let again = native_names(&words);
            assert!(again.iter().any(|name| name.is(text)), "{text}");
        }
        for text in [
            "",
            "习",
            "马克",
            "特朗普",
            "오바마",
            "习近平的",
            "新华社",
            "Xi",
            "김정은의",
        ] {
            assert_eq!(native_in_latin(text), None, "{text}");
        }
    }

    #[test]
    fn each_family_name_and_character_stands_once_in_a_line() {
        for line in FAMILIES.lines().chain(entries(TABLE)) {
            let (syllable, characters) = line.split_once(' ').unwrap();
            assert!(
                syllable.bytes().all(|letter| letter.is_ascii_lowercase()),
                "{line}"
            );
            for character in characters.chars() {
                assert_eq!(characters.matches(character).count(), 1, "{line}");
                assert_eq!(Script::of(character), Some(Script::Han), "{line}");
            }
        }
    }
}
