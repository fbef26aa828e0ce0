//! Properties, as they are read: a name, parameters and a value (RFC 5545 §3.1, §3.2).

use super::lines::decode;

/// A property that has a say.
#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) line: usize,
    pub(super) value: String,
    /// By name in capitals.
    parameters: Vec<(String, String)>,
}

/// A line, cut behind its name.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) name: &'a str,
    rest: &'a [u8],
}

impl<'a> Line<'a> {
    /// The name is what stands before the first character that no name has.
    pub(super) fn of(number: usize, line: &'a [u8]) -> Option<Self> {
        let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let (name, rest) = line.split_at(line.iter().position(|byte| !in_name(byte)).unwrap_or(line.len()));
        let name = str::from_utf8(name).ok().filter(|name| !name.is_empty())?;
        Some(Self { number, name, rest })
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of a line that has no parameters, such as `BEGIN`.
    pub(super) fn bare(&self) -> Option<String> {
        Some(decode(self.rest.strip_prefix(b":")?).trim().to_ascii_uppercase())
    }

    /// The property, if the line is one.
    pub(super) fn property(&self, name: &'static str) -> Option<Property> {
        let text = decode(self.rest);
        let (mut rest, mut parameters) = (text.as_ref(), Vec::new());
        loop {
            if let Some(value) = rest.strip_prefix(':') {
                let value = unescaped(value);
                return Some(Property { name, line: self.number, value, parameters });
            }
            let (parameter, after) = parameter(rest.strip_prefix(';')?)?;
            parameters.push(parameter);
            rest = after;
        }
    }
}

/// `NAME=value` or `NAME="value"`, several of them after commas; and what stands behind it. A parameter
/// without a value is read too: some write one.
fn parameter(text: &str) -> Option<((String, String), &str)> {
    let (name, mut rest) = text.split_at(text.find([':', ';', '='])?);
    let mut value = String::new();
    if let Some(after) = rest.strip_prefix('=') {
        rest = after;
        loop {
            let quoted = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            let (piece, after) = match quoted {
                Some(found) => found,
                None => rest.split_at(rest.find([':', ';', ','])?),
            };
            value.push_str(piece);
            rest = after;
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => break,
            }
            value.push(',');
        }
    }
    rest.starts_with([':', ';']).then(|| ((name.to_ascii_uppercase(), value), rest))
}

/// Text as it was before RFC 5545 §3.3.11. Dates, durations and rules have no backslashes.
fn unescaped(value: &str) -> String {
    if !value.contains('\\') {
        return value.to_owned();
    }
    let mut chars = value.chars();
    let mut text = String::with_capacity(value.len());
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n' | 'N')) => text.push('\n'),
            (_, Some(escaped)) => text.push(escaped),
            (c, None) => text.push(c),
        }
    }
    text
}

impl Property {
    pub(super) fn is(&self, value: &str) -> bool {
        self.value.trim().eq_ignore_ascii_case(value)
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn parameter_is(&self, name: &str, value: &str) -> bool {
        self.parameter(name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }

    /// The values of a list, without those that are empty.
    pub(super) fn list(&self) -> impl Iterator<Item = &str> {
        self.value.split(',').map(str::trim).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_name_parameters_and_a_value() {
        let table: &[(&str, Option<&str>)] = &[
            ("UID:a", Some("[] a")),
            ("uid:a:b;c,d", Some("[] a:b;c,d")),
            ("UID;X=1;y=\"a;b:c\":v", Some(r#"[("X", "1"), ("Y", "a;b:c")] v"#)),
            ("UID;X=1,\"2\",3:v", Some(r#"[("X", "1,2,3")] v"#)),
            ("UID;X:v", Some(r#"[("X", "")] v"#)),
            ("UID;X=:v", Some(r#"[("X", "")] v"#)),
            ("UID:", Some("[] ")),
            (r"UID:a\,b\\\;\n\N\", Some("[] a,b\\;\n\n\\")),
            ("UID;X=\"a:v", Some(r#"[("X", "\"a")] v"#)),
            ("UID;X=\"y\"z:v", None),
            ("UID;X=1", None),
            ("UID;X", None),
            ("UID", None),
            ("UID v", None),
        ];
        for (text, expected) in table {
            let line = Line::of(1, text.as_bytes()).expect("it begins with a name");
            let found = line.property("UID").map(|found| format!("{:?} {}", found.parameters, found.value));
            assert_eq!(found.as_deref(), *expected, "{text}");
        }
        assert!(Line::of(1, b":v").is_none());
        assert!(Line::of(1, "é:v".as_bytes()).is_none());
    }
}
