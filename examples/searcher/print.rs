//! Answers and accounts for people.

use std::io::{self, Write};

use clippings::{Hit, HitArticle, ReanalysisReport, Results, Stats};

use crate::add::{Added, Places, peak_memory};
use crate::paint::{Palette, Style, columns, lines, tame};

/// Hits stand to the right of their rank.
const INDENT: &str = "    ";

/// Notices, hits, and how many there are.
pub(crate) fn results(
    out: &mut dyn Write,
    palette: Palette,
    results: &Results,
    offset: usize,
) -> io::Result<()> {
    notices(out, palette, results)?;
    for (index, found) in results.hits.iter().enumerate() {
        hit(out, palette, offset + index + 1, found)?;
    }
    let time = palette.paint(Style::Dim, milliseconds(results.took_us));
    match (results.hits.len(), results.total) {
        (_, 0) => writeln!(out, "no passages, {time}"),
        (1, 1) => writeln!(out, "1 passage, {time}"),
        (shown, total) => writeln!(out, "{shown} of {total} passages, {time}"),
    }
}

fn notices(out: &mut dyn Write, palette: Palette, results: &Results) -> io::Result<()> {
    if results.notices.is_empty() {
        return Ok(());
    }
    writeln!(out, "{INDENT}{}", tame(&results.query))?;
    let width = |start, end| columns(&tame(results.query.get(start..end).unwrap_or_default()));
    for notice in &results.notices {
        let blanks = " ".repeat(width(0, notice.start));
        let carets = palette.paint(
            Style::Highlight,
            "^".repeat(width(notice.start, notice.end).max(1)),
        );
        writeln!(out, "{INDENT}{blanks}{carets} {}", tame(&notice.message))?;
    }
    writeln!(out)
}

fn hit(out: &mut dyn Write, palette: Palette, rank: usize, hit: &Hit) -> io::Result<()> {
    let room = palette
        .columns
        .map(|columns| columns.saturating_sub(INDENT.len()).max(20));
    let title = lines(&hit.title(), palette, Style::Title, None).concat();
    let title = if title.is_empty() {
        palette.paint(Style::Dim, "no title")
    } else {
        title
    };
    let score = palette.paint(Style::Dim, format_args!("{:.2}", hit.score));
    writeln!(out, "{rank:>3} {title}  {score}")?;
    writeln!(out, "{INDENT}{}", origin(palette, &hit.article))?;
    for line in lines(&hit.snippet(), palette, Style::Plain, room) {
        writeln!(out, "{INDENT}{line}")?;
    }
    let reasons = reasons(hit);
    if !reasons.is_empty() {
        writeln!(out, "{INDENT}{}", palette.paint(Style::Dim, reasons))?;
    }
    writeln!(out)
}

/// Source, date, language, the language it was translated from, and id; as far as known.
fn origin(palette: Palette, article: &HitArticle) -> String {
    let source = &article.source;
    let name = if source.name.is_empty() {
        &source.id
    } else {
        &source.name
    };
    let source = Some(name).filter(|name| !name.is_empty());
    let parts = [
        source.map(|name| palette.paint(Style::Source, tame(name))),
        article.published.map(|date| date.to_string()),
        article.language.map(|language| language.name().to_owned()),
        article
            .translated_from
            .map(|language| format!("translated from {}", language.name())),
        Some(palette.paint(Style::Dim, tame(&article.id))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Each form that was found, with why.
fn reasons(hit: &Hit) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for highlight in &hit.highlights {
        let reason = format!("{} ({})", tame(&highlight.text), highlight.reason);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join(", ")
}

/// What became of the files that were added.
pub(crate) fn report(out: &mut dyn Write, palette: Palette, added: &Added) -> io::Result<()> {
    let commit = &added.commit;
    let number = |count: u64| palette.paint(Style::Title, count);
    if added.files > 0 {
        writeln!(
            out,
            "{} added, {} replaced, {} unchanged, {} rejected, from {}",
            number(commit.added),
            number(commit.replaced),
            number(commit.unchanged),
            number(commit.rejected),
            counted(added.files as u64, "file"),
        )?;
        writeln!(
            out,
            "{} ({} leftovers), {} recut, {} cut",
            counted(commit.passages, "passage"),
            commit.leftovers,
            counted(commit.recut, "article"),
            counted(commit.terms_cut, "term"),
        )?;
    }
    places(out, palette, "rejected", &added.rejected)?;
    places(out, palette, "bad lines", &added.bad_lines)?;
    places(out, palette, "warnings", &added.warnings)?;
    if !added.unknown_keys.is_empty() {
        let keys: Vec<String> = added
            .unknown_keys
            .iter()
            .map(|(key, count)| format!("{} ({count})", tame(key)))
            .collect();
        writeln!(out, "unknown keys: {}", keys.join(", "))?;
    }
    for error in &added.unread {
        writeln!(out, "not read: {}", tame(&crate::chain(error)))?;
    }
    size_of_index(out, added)?;
    let memory = peak_memory().map(|bytes| format!(", at most {} of memory", size(bytes)));
    writeln!(
        out,
        "{:.1} s{}\n",
        added.took.as_secs_f64(),
        memory.unwrap_or_default()
    )
}

/// What became of the articles of an index that was reanalysed.
pub(crate) fn reanalysis(
    out: &mut dyn Write,
    palette: Palette,
    report: &ReanalysisReport,
) -> io::Result<()> {
    if report.was_current {
        return writeln!(out, "nothing to reanalyse: the index is of this analysis");
    }
    writeln!(
        out,
        "reanalysed: {} ({} before this call), {}, {}, {} rejected",
        counted(report.articles, "article"),
        report.resumed,
        counted(report.passages, "passage"),
        counted(report.sources, "source"),
        report.rejected,
    )?;
    for rejected in &report.rejections {
        let line = format!("{:?}: {}", rejected.id, rejected.reason);
        writeln!(out, "  {}", palette.paint(Style::Dim, tame(&line)))?;
    }
    Ok(())
}

fn places(out: &mut dyn Write, palette: Palette, what: &str, places: &Places) -> io::Result<()> {
    if places.count == 0 {
        return Ok(());
    }
    writeln!(out, "{what}: {}", places.count)?;
    for place in &places.first {
        writeln!(out, "  {}", palette.paint(Style::Dim, tame(place)))?;
    }
    let more = places.count - places.first.len() as u64;
    if more > 0 {
        writeln!(out, "  and {more} more")
    } else {
        Ok(())
    }
}

/// The index against its text, where all of its text was seen.
#[expect(
    clippy::cast_precision_loss,
    reason = "a ratio of sizes needs two digits"
)]
fn size_of_index(out: &mut dyn Write, added: &Added) -> io::Result<()> {
    let Some(stats) = &added.stats else {
        return Ok(());
    };
    let index = size(stats.bytes);
    let text = size(added.text_bytes);
    if added.is_new && added.text_bytes > 0 {
        let ratio = stats.bytes as f64 / added.text_bytes as f64;
        writeln!(
            out,
            "the index takes {index}, {ratio:.2} times the {text} of text"
        )
    } else {
        writeln!(out, "the index takes {index}; {text} of text were read")
    }
}

/// How much an index holds.
pub(crate) fn holdings(stats: &Stats) -> String {
    let counts = [
        counted(stats.articles, "article"),
        counted(stats.passages, "passage"),
        counted(stats.sources, "source"),
        counted(stats.segments as u64, "segment"),
        size(stats.bytes),
    ];
    counts.join(", ")
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A number of bytes in the unit that suits it.
#[expect(
    clippy::cast_precision_loss,
    reason = "a size is shown with one digit after the point"
)]
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a time is shown with one digit after the point"
)]
fn milliseconds(microseconds: u64) -> String {
    format!("{:.1} ms", microseconds as f64 / 1e3)
}
