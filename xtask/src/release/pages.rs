//! Pages that are packed: there is no repository around them, and no link of them is dead there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// A page's block of code of a language, counted from 0.
pub(super) fn block(page: &str, language: &str, index: usize) -> Result<String> {
    let begin = format!("```{language}\n");
    let blocks = page.split(&begin).skip(1).filter_map(|rest| rest.split("\n```").next());
    let found = blocks.map(|block| format!("{block}\n")).nth(index);
    found.with_context(|| format!("the page has no block {index} of {language}"))
}

/// A page that a registry shows leads nowhere but to other sites, and to itself.
pub(super) fn stand_alone(page: &str) -> Result<()> {
    let dead: Vec<&str> = links(page).filter(|link| !link.starts_with('#')).collect();
    ensure!(dead.is_empty(), "a page has links that are dead on a registry: {dead:?}");
    Ok(())
}

/// Pages in one folder lead to what is in it.
pub(super) fn stand_together(folder: &Path) -> Result<()> {
    for page in pages(folder)? {
        let text = fs::read_to_string(&page)?;
        for link in links(&text) {
            let to = page.with_file_name("").join(link.split('#').next().unwrap_or_default());
            ensure!(to.exists(), "{} leads to {link}, which is not packed", page.display());
        }
    }
    Ok(())
}

/// Has the pages of a folder, which lay at `origin` of the repository, name what was not packed without a
/// link.
pub(super) fn settle(folder: &Path, origin: &str) -> Result<()> {
    for page in pages(folder)? {
        let text = fs::read_to_string(&page)?;
        let beside = page.with_file_name("");
        let mut settled = text.clone();
        for link in links(&text) {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || beside.join(path).exists() {
                continue;
            }
            let from = Path::new(origin).join(beside.strip_prefix(folder)?);
            let (whole, named) = (format!("]({link})"), format!(" (`{}`)", normal(&from.join(path))));
            let end = settled.find(&whole).context("the link is there")?;
            let begin = settled[..end].rfind('[').context("a link has a text")?;
            settled.replace_range(end..end + whole.len(), &named);
            let begin = if settled[..begin].ends_with('!') { begin - 1 } else { begin };
            let text = settled[begin..].find('[').context("it begins so")?;
            settled.replace_range(begin..=begin + text, "");
        }
        fs::write(&page, settled)?;
    }
    Ok(())
}

/// A path without steps back.
fn normal(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components().map(|part| part.as_os_str().to_string_lossy()) {
        match &*part {
            ".." => drop(parts.pop()),
            part => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

/// The links and pictures of a page that do not leave for another site.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let outside_blocks = page.split("```").step_by(2);
    let outside_code = outside_blocks.flat_map(|prose| prose.split('`').step_by(2));
    let targets = outside_code.flat_map(|prose| prose.split("](").skip(1));
    targets.filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains("://"))
}

fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(pages(&path)?);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_what_is_not_packed_with_it() {
        let folder = std::env::temp_dir().join(format!("frontdesk-pages-{}", std::process::id()));
        fs::create_dir_all(folder.join("docs")).expect("there is room for a folder");
        let page = "[two\nwords](import.md), [rules](../../core/rules.md#days), `[no](x.md)`, [a](#b), \
                    [out](https://example.org), ![it](it.png)\n";
        fs::write(folder.join("docs/page.md"), page).expect("it can be written");
        fs::write(folder.join("docs/import.md"), "").expect("it can be written");
        assert!(stand_together(&folder).is_err());
        settle(&folder, "server").expect("links have texts");
        let settled = fs::read_to_string(folder.join("docs/page.md")).expect("it is there");
        let expected = "[two\nwords](import.md), rules (`core/rules.md`), `[no](x.md)`, [a](#b), \
                        [out](https://example.org), it (`server/docs/it.png`)\n";
        assert_eq!(settled, expected);
        stand_together(&folder).expect("no link is dead");
        fs::remove_dir_all(folder).expect("it was there");
    }

    #[test]
    fn a_registrys_page_leads_into_no_repository() {
        let page = "# A\n[site](https://example.org) [up](#a) `[no](b.md)`\n```md\n[no](c.md)\n```\n";
        stand_alone(page).expect("no link is dead");
        assert!(stand_alone("[docs](docs/scale.md)").is_err());
        assert_eq!(block("```rust\nuse a;\n```\n", "rust", 0).expect("there is one"), "use a;\n");
    }
}
