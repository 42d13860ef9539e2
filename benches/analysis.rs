//! How many bytes a second are cleaned and cut, recognised, analysed, and scanned, by script.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clippings::Language;
use clippings::analysis::{Analyzer, Tokens};
use clippings::text::clean::clean;
use clippings::text::language::detect;
use clippings::text::passage::{Head, Options, cut};
use criterion::{BenchmarkId, Criterion, Throughput};

const TEXT_BYTES: usize = 16 << 10;

struct Sample {
    script: &'static str,
    language: Language,
    text: String,
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

fn clean_and_cut(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("clean and cut");
    for Sample { script, text, .. } in texts() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(script),
            &text,
            |bencher, text| {
                bencher.iter(|| {
                    let cleaned = clean(black_box(text));
                    cut(
                        &cleaned,
                        text,
                        &Options::default(),
                        &|_| false,
                        &Head::default(),
                    )
                    .len()
                });
            },
        );
    }
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

fn analyze(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analyze");
    for Sample {
        script,
        language,
        text,
    } in texts()
    {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(script),
            &text,
            |bencher, text| {
                // As in an index that has seen these words before.
                let (mut analyzer, mut tokens) = (Analyzer::new(), Tokens::new());
                bencher.iter(|| {
                    analyzer.analyze(black_box(text), Some(language), &mut tokens);
                    tokens.len()
                });
            },
        );
    }
}

fn analyze_new_words(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analyze new words");
    for Sample {
        script,
        language,
        text,
    } in texts()
    {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(script),
            &text,
            |bencher, text| {
                let mut tokens = Tokens::new();
                bencher.iter(|| {
                    Analyzer::new().analyze(black_box(text), Some(language), &mut tokens);
                    tokens.len()
                });
            },
        );
    }
}

fn scan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scan");
    for Sample { script, text, .. } in texts() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(script),
            &text,
            |bencher, text| {
                let mut analyzer = Analyzer::new();
                bencher.iter(|| {
                    let mut tokens = 0;
                    analyzer.scan(black_box(text), |_| tokens += 1);
                    tokens
                });
            },
        );
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
        .configure_from_args();
    clean_and_cut(&mut criterion);
    detection(&mut criterion);
    analyze(&mut criterion);
    analyze_new_words(&mut criterion);
    scan(&mut criterion);
    criterion.final_summary();
}
