//! What each stage of analysis costs, in bytes of text a second, by script.
//!
//! - `clean`, of text without markup and of the same text with; `sentences`; `cut` has sentences in it,
//!   as far as paragraphs are long.
//! - `scan`: words, with the normal and the folded form of those that are not plain. All below have
//!   it in them.
//! - `stem`, where nothing is remembered from paragraph to paragraph, and `stem again`, of words
//!   remembered; `name keys` likewise, of the words that may be names. Without `scan`, they take
//!   1 / stem - 1 / scan.
//! - `analyze`: the whole chain, of words remembered; `analyze new words` remembers none of an
//!   earlier paragraph.
//! - `detect`, of a passage: the language is recognised, by this library and by whatlang alone.
//! - `streams`: the terms of a text with a blank between two, as the index takes them, from
//!   tokens that are there.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clippings::Language;
use clippings::analysis::{Analyzer, Tokens};
use clippings::text::clean::clean;
use clippings::text::language::detect;
use clippings::text::passage::{Head, Options, cut};
use clippings::text::sentence::sentences;
use criterion::{Bencher, BenchmarkId, Criterion, Throughput};

const TEXT_BYTES: usize = 16 << 10;

struct Sample {
    script: &'static str,
    language: Language,
    text: String,
}

impl Sample {
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text
            .split("\n\n")
            .filter(|paragraph| !paragraph.is_empty())
    }
}

fn texts() -> Vec<Sample> {
    let text = |script, language, paragraphs: &[&str]| {
        let mut text = String::new();
        for paragraph in paragraphs.iter().cycle() {
            if text.len() + paragraph.len() > TEXT_BYTES {
                break;
            }
            text.push_str(paragraph);
            text.push_str("\n\n");
        }
        Sample {
            script,
            language,
            text,
        }
    };
    vec![
        text(
            "latin",
            Language::ENGLISH,
            &[
                "The harbour of Lindesund stayed closed on Tuesday, the third day in a row, after a storm tore \
                 two ferries from their moorings. “We had 40 minutes to clear the quay,” said harbour master \
                 Ingrid Halvorsen, who has worked there since 1998.",
                "Fishermen from Vår Havn and Grünau asked the ministry for help. The minister, José Almeida, \
                 didn’t promise any; he will meet their association, the F.L.A., on 4 May at 10.30 a.m.",
            ],
        ),
        text(
            "cyrillic",
            Language::RUSSIAN,
            &[
                "Мост через реку Белую закрыли в среду утром: инженеры нашли трещины в двух опорах. По словам \
                 главного инженера Ольги Сергеевой, ремонт займёт не меньше шести недель.",
                "Жители Заречья просят пустить паром. «Дети не могут попасть в школу», — сказал учитель \
                 Павел Громов на встрече с мэром города Виктором Лапиным.",
            ],
        ),
        text(
            "arabic",
            Language::ARABIC,
            &[
                "أغلقت البلدية السوق القديم يوم الخميس بعد حريق صغير في أحد المخازن. وقالت رئيسة البلدية سلمى \
                 الحداد إن التجار سيعودون إلى محالهم خلال عشرة أيام.",
                "وطالب التجار بتعويضات عن البضائع التي فقدوها، فيما وعد المحافظ كريم النجار بلقاء ممثليهم \
                 الأسبوع المقبل في مقر الغرفة التجارية.",
            ],
        ),
        text(
            "chinese",
            Language::CHINESE,
            &[
                "星期一上午，海山市的地铁三号线因为停电中断了两个小时。市长林文博说，维修人员已经找到故障的原因。",
                "许多乘客改坐公共汽车去上班，有的人走了五公里。交通部门承诺在月底以前检查所有的供电设备。",
            ],
        ),
        text(
            "thai",
            Language::THAI,
            &[
                "ฝนตกหนักเมื่อคืนทำให้น้ำท่วมถนนสายหลักของอำเภอบ้านสวน รถยนต์หลายคันจอดเสียอยู่กลางทาง",
                "นายอำเภอสมชายบอกว่าเจ้าหน้าที่จะสูบน้ำออกให้หมดภายในวันพรุ่งนี้ และโรงเรียนจะเปิดตามปกติในวันพุธ",
            ],
        ),
    ]
}

/// Measures one stage on the text of each script.
fn stage(criterion: &mut Criterion, name: &str, measure: impl Fn(&mut Bencher<'_>, &Sample)) {
    let mut group = criterion.benchmark_group(name);
    for sample in texts() {
        group.throughput(Throughput::Bytes(sample.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(sample.script),
            &sample,
            |bencher, sample| measure(bencher, sample),
        );
    }
}

fn text_stages(criterion: &mut Criterion) {
    stage(criterion, "clean", |bencher, sample| {
        bencher.iter(|| clean(black_box(&sample.text)).text.len());
    });
    stage(criterion, "clean markup", |bencher, sample| {
        let body = format!("<p>{}</p>", sample.text.replace("\n\n", "</p>\n<p>"));
        bencher.iter(|| clean(black_box(&body)).text.len());
    });
    stage(criterion, "sentences", |bencher, sample| {
        bencher.iter(|| sentences(black_box(&sample.text)).count());
    });
    stage(criterion, "cut", |bencher, sample| {
        let cleaned = clean(&sample.text);
        bencher.iter(|| {
            cut(
                black_box(&cleaned),
                &sample.text,
                &Options::default(),
                &|_| false,
                &Head::default(),
            )
            .len()
        });
    });
}

fn word_stages(criterion: &mut Criterion) {
    stage(criterion, "scan", |bencher, sample| {
        let mut analyzer = Analyzer::new();
        bencher.iter(|| {
            let mut tokens = 0;
            analyzer.scan(black_box(&sample.text), |_| tokens += 1);
            tokens
        });
    });
    for (name, remembers) in [("stem", false), ("stem again", true)] {
        stage(criterion, name, |bencher, sample| {
            let (mut scanner, mut stemmer) = (Analyzer::new(), Analyzer::new());
            bencher.iter(|| {
                let mut bytes = 0;
                for paragraph in sample.paragraphs() {
                    scanner.scan(black_box(paragraph), |token| {
                        bytes += stemmer.stem(token.normal, sample.language).len();
                    });
                    if !remembers {
                        stemmer = Analyzer::new();
                    }
                }
                bytes
            });
        });
    }
    for (name, remembers) in [("name keys", false), ("name keys again", true)] {
        stage(criterion, name, |bencher, sample| {
            let (mut scanner, mut namer) = (Analyzer::new(), Analyzer::new());
            bencher.iter(|| {
                let mut keys = 0;
                for paragraph in sample.paragraphs() {
                    scanner.scan(black_box(paragraph), |token| {
                        if token.name_shaped {
                            let key = namer.name_key(token.normal, Some(sample.language));
                            keys += usize::from(key.is_some());
                        }
                    });
                    if !remembers {
                        namer = Analyzer::new();
                    }
                }
                keys
            });
        });
    }
}

fn whole_chain(criterion: &mut Criterion) {
    stage(criterion, "analyze", |bencher, sample| {
        // As in an index that has seen these words before.
        let (mut analyzer, mut tokens) = (Analyzer::new(), Tokens::new());
        bencher.iter(|| {
            analyzer.analyze(black_box(&sample.text), Some(sample.language), &mut tokens);
            tokens.len()
        });
    });
    stage(criterion, "analyze new words", |bencher, sample| {
        let mut tokens = Tokens::new();
        bencher.iter(|| {
            let mut count = 0;
            for paragraph in sample.paragraphs() {
                let paragraph = black_box(paragraph);
                Analyzer::new().analyze(paragraph, Some(sample.language), &mut tokens);
                count += tokens.len();
            }
            count
        });
    });
    stage(criterion, "streams", |bencher, sample| {
        let mut tokens = Tokens::new();
        Analyzer::new().analyze(&sample.text, Some(sample.language), &mut tokens);
        bencher.iter(|| {
            let [mut words, mut stems, mut names] = [const { String::new() }; 3];
            for token in black_box(&tokens).iter() {
                words.push_str(token.word);
                words.push(' ');
                stems.push_str(token.stem.unwrap_or("_"));
                stems.push(' ');
                if let Some(name) = token.name {
                    names.push_str(name);
                    names.push(' ');
                }
            }
            words.len() + stems.len() + names.len()
        });
    });
}

/// A passage of about 100 words, as it is shown to the detection.
const PASSAGE_BYTES: usize = 800;

fn detection(criterion: &mut Criterion) {
    // Once in the life of a program.
    for Sample { script, text, .. } in texts() {
        let start = Instant::now();
        black_box(detect(black_box(&text)));
        eprintln!("{script}: the first detection took {:.1?}", start.elapsed());
    }
    let mut group = criterion.benchmark_group("detect");
    for Sample { script, text, .. } in texts() {
        let end = text.floor_char_boundary(PASSAGE_BYTES);
        let passage = text.get(..end).unwrap_or(&text);
        group.throughput(Throughput::Bytes(passage.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(script),
            passage,
            |bencher, passage| bencher.iter(|| detect(black_box(passage))),
        );
        // What it is measured against.
        group.bench_with_input(
            BenchmarkId::new("whatlang", script),
            passage,
            |bencher, passage| bencher.iter(|| whatlang::detect(black_box(passage))),
        );
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
        .configure_from_args();
    text_stages(&mut criterion);
    detection(&mut criterion);
    word_stages(&mut criterion);
    whole_chain(&mut criterion);
    criterion.final_summary();
}
