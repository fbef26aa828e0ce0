//! The types as TypeScript, with what is said of them as JSDoc.

use std::collections::BTreeSet;

use super::model::{self, Field, Named, Shape, Type};
use super::prose::{self, WIDTH};

const HEAD: &str = "// Printed from the wire schema by `cargo xtask types`. Do not edit.\n
import type { TemporalDate, TemporalDateTime, Time } from \"./time.js\";\n";

/// Which way a type goes: what is given may have a `Date` where what comes back has Unix seconds.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Given,
    Answered,
}

/// `given` are handed to the engine, `answered` come back from it.
pub(crate) fn print(types: &[Named], given: &BTreeSet<&str>, answered: &BTreeSet<&str>) -> String {
    let holds_time = |ty: &Type| match ty {
        Type::Named(name) => name == "Instant",
        Type::Date | Type::LocalTime => true,
        _ => false,
    };
    let (types, answered) = model::split(types, given, answered, holds_time);
    let mut text = HEAD.to_owned();
    for named in &types {
        let way = if answered.contains(&named.name) { Way::Answered } else { Way::Given };
        text.push('\n');
        text.push_str(&doc(&named.doc, ""));
        text.push_str(&declaration(named, &types, way));
    }
    text
}

fn declaration(Named { name, shape, .. }: &Named, types: &[Named], way: Way) -> String {
    match shape {
        Shape::Record(fields) => match given(name, types) {
            // What comes back can be handed over again, and says more.
            Some((given, others)) => {
                let is_said = |field: &&Field| {
                    let (here, there) = (print_type(&field.ty, way), print_type(&field.ty, Way::Given));
                    !others.contains(field) || here != there
                };
                let more: Vec<&Field> = fields.iter().filter(is_said).collect();
                format!("export interface {name} extends {given} {{\n{}}}\n", body(more, way))
            }
            None => format!("export interface {name} {{\n{}}}\n", body(fields, way)),
        },
        Shape::Union(members) => alternatives(name, members.iter().map(|member| (member.clone(), ""))),
        Shape::Words(words) => {
            alternatives(name, words.iter().map(|(word, doc)| (format!("\"{word}\""), doc.as_str())))
        }
        Shape::Alias(ty) => format!("export type {name} = {};\n", print_type(ty, way)),
    }
}

/// The record in the form in which it is given, if there is another.
fn given<'t>(name: &str, types: &'t [Named]) -> Option<(&'t str, &'t [Field])> {
    let given = name.strip_suffix("Output")?;
    types.iter().find(|named| named.name == given).and_then(|named| match &named.shape {
        Shape::Record(fields) => Some((named.name.as_str(), fields.as_slice())),
        _ => None,
    })
}

fn body<'f>(fields: impl IntoIterator<Item = &'f Field>, way: Way) -> String {
    let field = |field: &Field| {
        // A field that is undefined is not there, also for those who tell the two apart in their types.
        let (mark, absent) = if field.required { ("", "") } else { ("?", " | undefined") };
        let ty = print_type(&field.ty, way);
        format!("{}  {}{mark}: {ty}{absent};\n", doc(&field.doc, "  "), field.name)
    };
    fields.into_iter().map(field).collect()
}

fn alternatives<'d>(name: &str, members: impl Iterator<Item = (String, &'d str)>) -> String {
    let lines: String = members.map(|(member, said)| format!("\n{}  | {member}", doc(said, "  "))).collect();
    format!("export type {name} ={lines};\n")
}

fn print_type(ty: &Type, way: Way) -> String {
    match (ty, way) {
        (Type::Named(name), Way::Given) if name == "Instant" => "Time".to_owned(),
        (Type::Date, Way::Given) => "string | TemporalDate".to_owned(),
        (Type::LocalTime, Way::Given) => "string | TemporalDateTime".to_owned(),
        (Type::Boolean, _) => "boolean".to_owned(),
        (Type::Integer | Type::Number, _) => "number".to_owned(),
        (Type::String | Type::Date | Type::LocalTime, _) => "string".to_owned(),
        (Type::Null, _) => "null".to_owned(),
        (Type::Word(word), _) => format!("\"{word}\""),
        (Type::Named(name), _) => name.clone(),
        (Type::AnyOf(types), _) => types.iter().map(|ty| print_type(ty, way)).collect::<Vec<_>>().join(" | "),
        (Type::List(item), _) => {
            let item = print_type(item, way);
            if item.contains('|') { format!("({item})[]") } else { format!("{item}[]") }
        }
    }
}

fn doc(text: &str, indent: &str) -> String {
    let lines = prose::wrapped(text, WIDTH - indent.len() - " * ".len());
    match &lines[..] {
        [] => String::new(),
        [line] if indent.len() + "/** ".len() + line.chars().count() + " */".len() <= WIDTH => {
            format!("{indent}/** {line} */\n")
        }
        _ => {
            let lines: String =
                lines.iter().map(|line| format!("{}\n", format!("{indent} * {line}").trim_end())).collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}
