//! What was measured, as Markdown, JSON and a plot.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde_json::{Map, Value, json};

use crate::classes::Class;
use crate::corpus::{Corpus, percentile};
use crate::peers::{Build, FORGETFUL, NAMES};

/// The peer that ratios are told to.
const MEASURE: &str = "tantivy";
const COLOURS: [&str; 4] = ["#1b6ca8", "#9aa5b1", "#c9a227", "#b5524a"];

pub(crate) struct Report {
    corpus: String,
    articles: usize,
    passages: usize,
    classes: BTreeMap<Class, BTreeMap<String, Times>>,
    build: BTreeMap<String, Build>,
}

/// In microseconds.
#[derive(Debug, Clone, Copy)]
struct Times {
    p50: f64,
    p90: f64,
    p99: f64,
    mean: f64,
}

impl Times {
    fn of(mut values: Vec<f64>) -> Self {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let mut at = |percent: usize| percentile(&mut values, percent);
        Self {
            p50: at(50),
            p90: at(90),
            p99: at(99),
            mean,
        }
    }
}

impl Report {
    pub(crate) fn new(corpus: &Corpus, passages: usize) -> Self {
        Self {
            corpus: corpus.name.clone(),
            articles: corpus.articles.len(),
            passages,
            classes: BTreeMap::new(),
            build: BTreeMap::new(),
        }
    }

    pub(crate) fn add_build(&mut self, peer: &str, build: &Build) {
        self.build.insert(peer.to_owned(), *build);
    }

    pub(crate) fn add_times(&mut self, class: Class, peer: &str, times: Vec<f64>) {
        let of_class = self.classes.entry(class).or_default();
        of_class.insert(peer.to_owned(), Times::of(times));
    }

    fn peers(&self) -> impl Iterator<Item = &'static str> {
        let names = NAMES.into_iter().chain([FORGETFUL]);
        names.filter(|name| self.build.contains_key(*name))
    }

    pub(crate) fn json(&self) -> String {
        let mut classes = Map::new();
        for (class, peers) in &self.classes {
            let mut of_class = Map::new();
            for (peer, times) in peers {
                let Times {
                    p50,
                    p90,
                    p99,
                    mean,
                } = times;
                of_class.insert(
                    peer.clone(),
                    json!({"p50": p50, "p90": p90, "p99": p99, "mean": mean}),
                );
            }
            classes.insert(class.name().to_owned(), Value::Object(of_class));
        }
        let mut builds = Map::new();
        for (peer, build) in &self.build {
            let told = json!({
                "seconds": build.seconds,
                "articles_per_second": self.articles as f64 / build.seconds,
                "index_bytes": build.index_bytes,
                "peak_bytes": build.peak_bytes,
                "open_seconds": build.open_seconds,
            });
            builds.insert(peer.clone(), told);
        }
        let whole = json!({
            "corpus": {
                "name": self.corpus,
                "articles": self.articles,
                "passages": self.passages,
            },
            "classes": classes,
            "build": builds,
        });
        format!("{whole:#}\n")
    }

    /// A row of bars for each class, the medians and, thinner, the 99th percentiles, to one scale by
    /// powers of ten.
    pub(crate) fn plot(&self) -> String {
        const LEFT: f64 = 110.0;
        const WIDTH: f64 = 620.0;
        const BAR: f64 = 9.0;
        let peers: Vec<&str> = self.peers().collect();
        let times = || self.classes.values().flat_map(BTreeMap::values);
        let least = times().map(|times| times.p50).fold(f64::INFINITY, f64::min);
        let most = times().map(|times| times.p99).fold(0.0, f64::max);
        let (from, to) = (least.log10().floor(), most.log10().ceil());
        let x = |value: f64| LEFT + WIDTH * (value.log10() - from) / (to - from).max(1.0);
        let row = BAR * (peers.len() as f64 + 1.5);
        let height = 60.0 + row * self.classes.len() as f64 + 20.0;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{height}\" viewBox=\"0 0 {0} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
            LEFT + WIDTH + 30.0
        );
        for (at, peer) in peers.iter().enumerate() {
            let left = LEFT + 130.0 * at as f64;
            let colour = COLOURS.get(at).copied().unwrap_or("black");
            let _ = writeln!(
                svg,
                "<rect x=\"{left}\" y=\"10\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{}\" y=\"20\">{peer}</text>",
                left + 18.0
            );
        }
        let mut power = from;
        while power <= to {
            let at = x(10_f64.powf(power));
            let label = match power as i32 {
                power @ ..3 => format!("{} µs", 10_f64.powi(power)),
                power => format!("{} ms", 10_f64.powi(power - 3)),
            };
            let _ = writeln!(
                svg,
                "<line x1=\"{at}\" y1=\"46\" x2=\"{at}\" y2=\"{}\" stroke=\"#dddddd\"/><text x=\"{at}\" y=\"42\" text-anchor=\"middle\" fill=\"#666666\">{label}</text>",
                height - 15.0
            );
            power += 1.0;
        }
        for (at, (class, of_class)) in self.classes.iter().enumerate() {
            let top = 55.0 + row * at as f64;
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                LEFT - 10.0,
                top + row / 2.0,
                class.name()
            );
            for (number, peer) in peers.iter().enumerate() {
                let Some(times) = of_class.get(*peer) else {
                    continue;
                };
                let y = top + BAR * number as f64;
                let colour = COLOURS.get(number).copied().unwrap_or("black");
                let _ = writeln!(
                    svg,
                    "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{:.1}\" height=\"{}\" fill=\"{colour}\"/><rect x=\"{:.1}\" y=\"{}\" width=\"{:.1}\" height=\"2\" fill=\"{colour}\"/>",
                    x(times.p50) - LEFT,
                    BAR - 1.5,
                    x(times.p50),
                    y + BAR / 2.0 - 1.75,
                    x(times.p99) - x(times.p50)
                );
            }
        }
        svg.push_str("</svg>\n");
        svg
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "µs p50 / p99 for ten hits with text and marks, and the ratio of each to {MEASURE}:\n"
        )?;
        write!(f, "| class |")?;
        for peer in self.peers() {
            write!(f, " {peer} |")?;
        }
        write!(f, "\n| --- |")?;
        for _ in self.peers() {
            write!(f, " ---: |")?;
        }
        writeln!(f)?;
        for (class, of_class) in &self.classes {
            write!(f, "| {} |", class.name())?;
            let measure = of_class.get(MEASURE);
            for peer in self.peers() {
                match (of_class.get(peer), measure) {
                    (Some(times), Some(measure)) if peer != MEASURE => write!(
                        f,
                        " {:.0} / {:.0} ({:.2} / {:.2}) |",
                        times.p50,
                        times.p99,
                        times.p50 / measure.p50,
                        times.p99 / measure.p99
                    )?,
                    (Some(times), _) => write!(f, " {:.0} / {:.0} |", times.p50, times.p99)?,
                    (None, _) => write!(f, " – |")?,
                }
            }
            writeln!(f)?;
        }
        writeln!(
            f,
            "\n| peer | built, s | articles/s | index, MiB | peak, MiB | open and first search, ms |"
        )?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: | ---: |")?;
        for (peer, build) in &self.build {
            let peak = build.peak_bytes.map_or(0, |bytes| bytes >> 20);
            writeln!(
                f,
                "| {peer} | {:.1} | {:.0} | {:.1} | {peak} | {:.1} |",
                build.seconds,
                self.articles as f64 / build.seconds,
                build.index_bytes as f64 / f64::from(1 << 20),
                build.open_seconds * 1e3
            )?;
        }
        Ok(())
    }
}
