//! The chart: a bar for each way, as long as the logarithm of its time.

use std::fmt::Write;

use super::table::{Row, number};

const LINE: f64 = 22.0;
const LABELS: f64 = 250.0;
const DECADE: f64 = 70.0;
const WIDTH: f64 = 760.0;

/// Colours follow the reader's, light or dark.
const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#24292f}.place{font-weight:600}\
    .engine{fill:#0a7d5a}.other{fill:#8c959f}line{stroke:#d0d7de}\
    @media(prefers-color-scheme:dark){text{fill:#e6edf3}line{stroke:#30363d}.engine{fill:#3fb98f}}";

pub(super) fn svg(rows: &[Row]) -> String {
    let places = rows.chunk_by(|a, b| a.place == b.place).count();
    let height = LINE * (rows.len() + places + 2) as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"Time of a query for the slots of 90 days, on a logarithmic scale\">\n\
         <style>{STYLE}</style>\n"
    );
    let x = |micros: f64| LABELS + DECADE * micros.max(1.0).log10();
    // Writing to text cannot fail.
    for (decade, said) in ["1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms"].iter().enumerate() {
        let at = LABELS + DECADE * decade as f64;
        let _ = writeln!(svg, "<line x1=\"{at}\" y1=\"{LINE}\" x2=\"{at}\" y2=\"{height}\"/>");
        let _ = writeln!(svg, "<text x=\"{at}\" y=\"14\" text-anchor=\"middle\">{said}</text>");
    }
    let mut y = LINE;
    for place in rows.chunk_by(|a, b| a.place == b.place) {
        y += LINE;
        let _ = writeln!(svg, "<text class=\"place\" x=\"4\" y=\"{y}\">{}</text>", escaped(&place[0].place));
        for row in place {
            y += LINE;
            let (class, end) = (if row.is_engine() { "engine" } else { "other" }, x(row.micros));
            let (top, long) = (y - 12.0, (end - LABELS).max(2.0));
            let _ = writeln!(svg, "<text x=\"16\" y=\"{y}\">{}</text>", escaped(&row.way));
            let _ = writeln!(
                svg,
                "<rect class=\"{class}\" x=\"{LABELS}\" y=\"{top}\" width=\"{long:.1}\" height=\"14\"/>"
            );
            let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{y}\">{} µs</text>", end + 6.0, number(row.micros));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
