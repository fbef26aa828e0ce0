//! The types as Python: `TypedDict`s, with what is said of them as docstrings. They are there at run time
//! too, so that pydantic, FastAPI, cattrs and msgspec can read them: every name stands before it is used, or
//! in quotes where a type holds itself, and nothing is written that Python 3.9 does not know.

use std::collections::BTreeSet;

use super::model::{self, Field, Named, Shape, Type};
use super::prose::{self, WIDTH};

const HEAD: &str = r#""""The wire model as types. Printed from the wire schema by `cargo xtask types`."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Union

# Until 3.12, pydantic cannot read a `TypedDict` of `typing`.
if sys.version_info >= (3, 12):
    from typing import NotRequired, TypeAlias, TypedDict
else:
    from typing_extensions import NotRequired, TypeAlias, TypedDict
"#;

/// Words that cannot be the name of a field in a class.
const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// `given` are handed to the engine, `answered` come back from it.
pub(crate) fn print(types: &[Named], given: &BTreeSet<&str>, answered: &BTreeSet<&str>) -> String {
    let holds_instant = |ty: &Type| matches!(ty, Type::Named(name) if name == "Instant");
    let (types, answered) = model::split(types, given, answered, holds_instant);
    let mut names: Vec<&str> = types.iter().map(|named| named.name.as_str()).collect();
    names.sort_unstable();
    let twins: Twins<'_> = names
        .iter()
        .copied()
        .filter(|name| names.binary_search(&format!("{name}Output").as_str()).is_ok())
        .collect();
    let names: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    let mut text = format!("{HEAD}\n__all__ = [\n{names}]\n");
    let mut printed = BTreeSet::new();
    for named in &types {
        declare(named, &types, &twins, &answered, &mut printed, &mut text);
    }
    text
}

/// The declaration of a type, after those that it names.
fn declare<'t>(
    named: &'t Named,
    types: &'t [Named],
    twins: &Twins<'t>,
    answered: &BTreeSet<String>,
    printed: &mut BTreeSet<&'t str>,
    text: &mut String,
) {
    if !printed.insert(&named.name) {
        return;
    }
    let later = names_of_itself(named, types);
    for name in named.shape.names().into_iter().filter(|name| !later.contains(name)) {
        let both = [name.clone(), format!("{name}Output")];
        for used in types.iter().filter(|other| both.contains(&other.name)) {
            declare(used, types, twins, answered, printed, text);
        }
        let alias = forms_of(&name);
        if twins.contains(name.as_str()) && !text.contains(&alias) {
            text.push_str(&alias);
        }
    }
    let forms = Forms { twins, is_given_only: !answered.contains(&named.name), later: &later };
    text.push_str(&declaration(named, &forms));
}

/// What a record names that leads back to it: it can't stand before the record.
fn names_of_itself(named: &Named, types: &[Named]) -> BTreeSet<String> {
    if !matches!(named.shape, Shape::Record(_)) {
        return BTreeSet::new();
    }
    let leads_back = |name: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![name.clone()]);
        while let Some(name) = open.pop() {
            if name == named.name {
                return true;
            }
            if seen.insert(name.clone()) {
                let next = types.iter().filter(|other| other.name == name);
                open.extend(next.flat_map(|other| other.shape.names()));
            }
        }
        false
    };
    named.shape.names().into_iter().filter(leads_back).collect()
}

/// To a checker of types a record is taken in either form. At run time what is given is enough: it has all
/// keys of what comes back, and msgspec takes no union of two records.
fn forms_of(name: &str) -> String {
    let mut checked = format!("    _{name}: TypeAlias = Union[{name}, {name}Output]");
    if checked.len() > WIDTH {
        checked = format!("    _{name}: TypeAlias = Union[\n        {name},\n        {name}Output,\n    ]");
    }
    format!("\n\nif TYPE_CHECKING:\n{checked}\nelse:\n    _{name} = {name}\n")
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
    /// What is declared after it.
    later: &'t BTreeSet<String>,
}

impl Forms<'_> {
    /// In one form only.
    fn one() -> Self {
        static NO_TWINS: Twins<'_> = Twins::new();
        static NOTHING: BTreeSet<String> = BTreeSet::new();
        Self { twins: &NO_TWINS, is_given_only: false, later: &NOTHING }
    }
}

fn declaration(Named { name, doc, shape }: &Named, forms: &Forms<'_>) -> String {
    match shape {
        Shape::Record(fields) => class(name, doc, fields, forms),
        Shape::Union(members) => {
            let members: Vec<String> = members.iter().flat_map(|member| either(member, forms)).collect();
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
    let time = (forms.is_given_only && name == "Instant").then(|| "datetime".to_owned());
    let both = if forms.twins.contains(name) { format!("_{name}") } else { name.to_owned() };
    [both].into_iter().chain(time).collect()
}

fn alias(name: &str, doc: &str, value: &str) -> String {
    format!("\n\n{name}: TypeAlias = {value}\n{}", docstring(doc, ""))
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
            .map(|field| format!("\"{}\": {}", field.name, annotation(field, forms)))
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
    let mut ty = print_type(&field.ty, forms);
    if field.ty.names().iter().any(|name| forms.later.contains(name)) {
        // The type is in quotes, not the name: Python 3.9 does not look into `list["Name"]`. And not the
        // whole annotation: whether a key is required must be seen at once.
        ty = format!("\"{ty}\"");
    }
    if field.required { ty } else { format!("NotRequired[{ty}]") }
}

fn print_type(ty: &Type, forms: &Forms<'_>) -> String {
    match ty {
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        Type::String | Type::Date | Type::LocalTime => "str".to_owned(),
        Type::Null => "None".to_owned(),
        Type::Word(word) => format!("Literal[\"{word}\"]"),
        Type::Named(name) => union(either(name, forms)),
        Type::AnyOf(types) => union(types.iter().flat_map(|ty| match ty {
            Type::Named(name) => either(name, forms),
            ty => vec![print_type(ty, forms)],
        })),
        Type::List(item) => format!("list[{}]", print_type(item, &Forms::one())),
    }
}

/// One of some types.
fn union(types: impl IntoIterator<Item = String>) -> String {
    let types: Vec<String> = types.into_iter().collect();
    match &types[..] {
        [one] => one.clone(),
        types => format!("Union[{}]", types.join(", ")),
    }
}

fn docstring(text: &str, indent: &str) -> String {
    let quotes = "\"\"\"".len();
    let lines = prose::wrapped(text, WIDTH - indent.len() - quotes);
    match &lines[..] {
        [] => String::new(),
        [line] if indent.len() + 2 * quotes + line.chars().count() <= WIDTH => {
            format!("{indent}\"\"\"{line}\"\"\"\n")
        }
        [first, rest @ ..] => {
            let rest: String =
                rest.iter().map(|line| format!("{}\n", format!("{indent}{line}").trim_end())).collect();
            format!("{indent}\"\"\"{first}\n{rest}{indent}\"\"\"\n")
        }
    }
}
