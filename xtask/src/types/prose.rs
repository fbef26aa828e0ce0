//! Descriptions of the wire schema as lines of a comment: called by the printers of both languages.

/// The width of every line in the repository, which `tests/tests/house/width.rs` holds.
pub(crate) const WIDTH: usize = 110;

/// The lines of a text, each at most so many characters. Lines of a paragraph are joined and broken anew; an
/// entry of a list (`* …`) begins a line, and what follows of it is indented.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in text.trim().lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() && !line.starts_with("* ") && !last.is_empty() => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs.iter().flat_map(|paragraph| broken(paragraph, width)).collect()
}

fn broken(paragraph: &str, width: usize) -> Vec<String> {
    let indent = if paragraph.starts_with("* ") { "  " } else { "" };
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(format!("{indent}{word}"));
        }
    }
    lines
}
