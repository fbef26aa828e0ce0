//! The types as Python: `TypedDict`s, with what is said of them as docstrings. Nothing but the standard
//! library is needed to import them.

use std::collections::BTreeSet;

use super::model::{Field, Named, Shape, Type};

const HEAD: &str = r#""""The wire model as types. Printed from the wire schema by `cargo xtask types`. Do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict, Union

if TYPE_CHECKING:
    from datetime import datetime

    from typing_extensions import NotRequired, TypeAlias
"#;

/// Words that cannot be the name of a field in a class.
const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// `answered` are those that come back from the engine.
pub(crate) fn print(types: &[Named], answered: &BTreeSet<&str>) -> String {
    let mut names: Vec<&str> = types.iter().map(|named| named.name.as_str()).collect();
    names.sort_unstable();
    let twins: Twins<'_> = names
        .iter()
        .copied()
        .filter(|name| names.binary_search(&format!("{name}Output").as_str()).is_ok())
        .collect();
    let names: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    let mut text = format!("{HEAD}\n__all__ = [\n{names}]\n");
    // A class names others in its annotations only, which nobody looks at. What an alias names must be there
    // before it.
    for named in
        types.iter().filter(|named| !is_union(named)).chain(types.iter().filter(|named| is_union(named)))
    {
        let forms = Forms { twins: &twins, is_given_only: !answered.contains(named.name.as_str()) };
        text.push_str(&declaration(named, &forms));
    }
    text
}

/// The types that come back in another form than they are given.
///
/// To a checker of types a dictionary that must have a key is not one that may lack it, since the key could
/// be taken out. So that what came back can be handed over again, a field or a union that takes the one form
/// takes the other, too.
type Twins<'t> = BTreeSet<&'t str>;

/// In which forms a type may be written where it is named.
struct Forms<'t> {
    twins: &'t Twins<'t>,
    /// Whether it is named in what is only handed to the engine: then an instant may be a `datetime` too.
    is_given_only: bool,
}

impl Forms<'_> {
    /// In one form only.
    fn one() -> Self {
        static NO_TWINS: Twins<'_> = Twins::new();
        Self { twins: &NO_TWINS, is_given_only: false }
    }
}

fn is_union(named: &Named) -> bool {
    matches!(named.shape, Shape::Union(_))
}

fn declaration(Named { name, doc, shape }: &Named, forms: &Forms<'_>) -> String {
    match shape {
        Shape::Record(fields) => class(name, doc, fields, forms),
        Shape::Union(members) => {
            let members: Vec<String> =
                members.iter().map(|member| either(member, forms).join(",\n    ")).collect();
            alias(name, doc, &format!("Union[\n    {},\n]", members.join(",\n    ")))
        }
        Shape::Words(words) => {
            let said = words
                .iter()
                .filter(|(_, said)| !said.is_empty())
                .map(|(word, said)| format!("* `\"{word}\"`: {said}\n"));
            let doc = format!("{doc}\n\n{}", said.collect::<String>());
            let words: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            alias(name, &doc, &format!("Literal[\n    {},\n]", words.join(",\n    ")))
        }
        Shape::Alias(ty) => alias(name, doc, &print_type(ty, &Forms::one())),
    }
}

/// A type in every form.
fn either(name: &str, forms: &Forms<'_>) -> Vec<String> {
    let twin = forms.twins.contains(name).then(|| format!("{name}Output"));
    let time = (forms.is_given_only && name == "Instant").then(|| "datetime".to_owned());
    [name.to_owned()].into_iter().chain(twin).chain(time).collect()
}

fn alias(name: &str, doc: &str, value: &str) -> String {
    format!("\n{name}: TypeAlias = {value}\n{}", docstring(doc, ""))
}

fn class(name: &str, doc: &str, fields: &[Field], forms: &Forms<'_>) -> String {
    let (keywords, fields): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| KEYWORDS.contains(&field.name.as_str()));
    let mut base = "TypedDict".to_owned();
    let mut text = String::new();
    if !keywords.is_empty() {
        base = format!("_{name}Keywords");
        let items: Vec<String> = keywords
            .iter()
            .map(|field| format!("\"{}\": \"{}\"", field.name, annotation(field, forms)))
            .collect();
        text = format!("\n\n{base} = TypedDict(\"{base}\", {{{}}})\n", items.join(", "));
    }
    let said =
        keywords.iter().map(|field| format!("* `{}`: {}\n", field.name, field.doc)).collect::<String>();
    let doc = docstring(&format!("{doc}\n\n{said}"), "    ");
    let fields: String = fields
        .iter()
        .map(|field| {
            format!("\n    {}: {}\n{}", field.name, annotation(field, forms), docstring(&field.doc, "    "))
        })
        .collect();
    format!(
        "{text}\n\nclass {name}({base}):\n{}{fields}",
        if doc.is_empty() && fields.is_empty() { "    pass\n".to_owned() } else { doc }
    )
}

fn annotation(field: &Field, forms: &Forms<'_>) -> String {
    let ty = print_type(&field.ty, forms);
    if field.required { ty } else { format!("NotRequired[{ty}]") }
}

fn print_type(ty: &Type, forms: &Forms<'_>) -> String {
    match ty {
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        Type::String => "str".to_owned(),
        Type::Null => "None".to_owned(),
        Type::Word(word) => format!("Literal[\"{word}\"]"),
        Type::Named(name) => either(name, forms).join(" | "),
        Type::AnyOf(types) => types.iter().map(|ty| print_type(ty, forms)).collect::<Vec<_>>().join(" | "),
        Type::List(item) => format!("list[{}]", print_type(item, &Forms::one())),
    }
}

fn docstring(text: &str, indent: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().collect();
    match lines[..] {
        [] => String::new(),
        [line] => format!("{indent}\"\"\"{line}\"\"\"\n"),
        [first, ref rest @ ..] => {
            let rest: String =
                rest.iter().map(|line| format!("{}\n", format!("{indent}{line}").trim_end())).collect();
            format!("{indent}\"\"\"{first}\n{rest}{indent}\"\"\"\n")
        }
    }
}
