//! Foretold and real waits as a picture: a panel for each scenario, a point for each asker.

use std::fmt::Write as _;

use super::survey::{Outcome, Survey};

/// Points in a panel at most: enough to see the shape, few enough for a small file.
const POINTS_MAX: usize = 600;
const COLUMNS: usize = 4;
/// The side of a panel's square, and of what a panel takes with its words.
const SIDE: f64 = 180.0;
const WIDTH: f64 = SIDE + 44.0;
const HEIGHT: f64 = SIDE + 56.0;

/// The picture.
pub fn figure(survey: &Survey) -> String {
    let rows = survey.outcomes.len().div_ceil(COLUMNS);
    let (width, height) = (COLUMNS as f64 * WIDTH + 12.0, rows as f64 * HEIGHT + 50.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"system-ui, sans-serif\" font-size=\"11\" fill=\"#333\">\n\
         <title>Foretold and real waits</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"14\" y=\"22\" font-size=\"14\">Minutes that were foretold (P50, across) and that were \
         waited (up). On the line, both are the same.</text>\n\
         <text x=\"14\" y=\"40\">Of each scenario up to {POINTS_MAX} askers, evenly chosen; what is beyond \
         the 99th percentile is beyond the edge.</text>\n"
    );
    for (place, outcome) in survey.outcomes.iter().enumerate() {
        let (column, row) = (place % COLUMNS, place / COLUMNS);
        let _ = writeln!(
            svg,
            "<g transform=\"translate({} {})\">",
            34.0 + column as f64 * WIDTH,
            70.0 + row as f64 * HEIGHT
        );
        panel(&mut svg, outcome);
        svg += "</g>\n";
    }
    svg + "</svg>\n"
}

fn panel(svg: &mut String, outcome: &Outcome) {
    let pairs = outcome.answers.iter().filter_map(|answer| Some((answer.engine?.p50, answer.wait?)));
    let pairs: Vec<(f64, f64)> = pairs.collect();
    let (step, top) = scale(&pairs);
    let at = |minutes: f64| SIDE * minutes / top;
    let _ = writeln!(
        svg,
        "<text x=\"0\" y=\"-8\" font-size=\"12\" font-weight=\"600\">{}</text>",
        outcome.family.name
    );
    let _ = writeln!(svg, "<path d=\"M0 0V{SIDE}H{SIDE}\" fill=\"none\" stroke=\"#999\"/>");
    for tick in 0..=(top / step) as u32 {
        let minutes = f64::from(tick) * step;
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{minutes}</text>",
            at(minutes),
            SIDE + 15.0
        );
        let _ = writeln!(
            svg,
            "<text x=\"-5\" y=\"{:.1}\" text-anchor=\"end\">{minutes}</text>",
            SIDE - at(minutes) + 4.0
        );
    }
    let mut points = String::new();
    let every = pairs.len().div_ceil(POINTS_MAX).max(1);
    for (said, came) in pairs.iter().step_by(every).filter(|(said, came)| *said <= top && *came <= top) {
        let _ = write!(points, "M{:.1} {:.1}h0", at(*said), SIDE - at(*came));
    }
    // Each a stroke of no length with a round end: a circle in a dozen bytes. Where they overlap they are not
    // darker within one path, so there are some.
    let _ = writeln!(
        svg,
        "<g fill=\"none\" stroke=\"#1f6fb2\" stroke-width=\"3\" stroke-linecap=\"round\" \
         stroke-opacity=\".28\">{}</g>",
        layers(&points)
    );
    let _ = writeln!(svg, "<path d=\"M0 {SIDE}L{SIDE} 0\" stroke=\"#c33\"/>");
}

/// The points over several paths.
fn layers(points: &str) -> String {
    const LAYERS: usize = 8;
    let mut paths = vec![String::new(); LAYERS];
    for (place, point) in points.split_inclusive("h0").enumerate() {
        paths[place % LAYERS] += point;
    }
    paths.iter().map(|path| format!("<path d=\"{path}\"/>")).collect()
}

/// Where there are ticks, and the end of the axes: all but the last hundredth is seen.
fn scale(pairs: &[(f64, f64)]) -> (f64, f64) {
    let mut all: Vec<f64> = pairs.iter().flat_map(|(said, came)| [*said, *came]).collect();
    all.sort_by(f64::total_cmp);
    let most = all.get(all.len() * 99 / 100).copied().unwrap_or(1.0);
    let step = [2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0]
        .into_iter()
        .find(|step| most / step <= 5.0)
        .unwrap_or(240.0);
    (step, (most / step).ceil().max(1.0) * step)
}
