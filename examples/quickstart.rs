//! Adds two articles and finds a person in both, whatever the script.

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use clippings::{Article, Index, Source};

fn main() -> clippings::Result<()> {
    let index = Index::in_memory()?;

    let mut writer = index.writer()?;
    writer.add(
        &Article::new("nordtv-1")
            .title("Serbia gathers its forces")
            .body("President Aleksandar Vucic denies that the army is on its way to the border.")
            .source(Source::new("NordTV"))
            .published("2023-09-30")
            .translated_from("sv"),
    )?;
    writer.add(
        &Article::new("dunavske-1").body("Вучић је у суботу разговарао с Блинкеном о граници."),
    )?;
    writer.commit()?;

    for hit in &index.search("vučić")? {
        println!("{}: {}", hit.article.id, hit.snippet().ansi());
        for highlight in &hit.highlights {
            println!("  {} ({})", highlight.text, highlight.reason);
        }
    }
    Ok(())
}
