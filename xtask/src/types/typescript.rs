//! The types as TypeScript, with what is said of them as JSDoc.

use super::model::{Field, Named, Shape, Type};

const HEAD: &str = "// Printed from the wire schema by `cargo xtask types`. Do not edit.\n";

pub(crate) fn print(types: &[Named]) -> String {
    let mut text = HEAD.to_owned();
    for named in types {
        text.push('\n');
        text.push_str(&doc(&named.doc, ""));
        text.push_str(&declaration(named, types));
    }
    text
}

fn declaration(Named { name, shape, .. }: &Named, types: &[Named]) -> String {
    match shape {
        Shape::Record(fields) => match given(name, types) {
            // What comes back can be handed over again, and says more.
            Some((given, others)) => {
                let more: Vec<&Field> = fields.iter().filter(|field| !others.contains(field)).collect();
                format!("export interface {name} extends {given} {{\n{}}}\n", body(more))
            }
            None => format!("export interface {name} {{\n{}}}\n", body(fields)),
        },
        Shape::Union(members) => alternatives(name, members.iter().map(|member| (member.clone(), ""))),
        Shape::Words(words) => {
            alternatives(name, words.iter().map(|(word, doc)| (format!("\"{word}\""), doc.as_str())))
        }
        Shape::Alias(ty) => format!("export type {name} = {};\n", print_type(ty)),
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

fn body<'f>(fields: impl IntoIterator<Item = &'f Field>) -> String {
    let field = |field: &Field| {
        // A field that is undefined is not there, also for those who tell the two apart in their types.
        let (mark, absent) = if field.required { ("", "") } else { ("?", " | undefined") };
        format!("{}  {}{mark}: {}{absent};\n", doc(&field.doc, "  "), field.name, print_type(&field.ty))
    };
    fields.into_iter().map(field).collect()
}

fn alternatives<'d>(name: &str, members: impl Iterator<Item = (String, &'d str)>) -> String {
    let lines: String = members.map(|(member, said)| format!("\n{}  | {member}", doc(said, "  "))).collect();
    format!("export type {name} ={lines};\n")
}

fn print_type(ty: &Type) -> String {
    match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::Integer | Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Word(word) => format!("\"{word}\""),
        Type::Named(name) => name.clone(),
        Type::AnyOf(types) => types.iter().map(print_type).collect::<Vec<_>>().join(" | "),
        Type::List(item) => match **item {
            Type::AnyOf(_) => format!("({})[]", print_type(item)),
            _ => format!("{}[]", print_type(item)),
        },
    }
}

fn doc(text: &str, indent: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().collect();
    match lines[..] {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        _ => {
            let lines: String =
                lines.iter().map(|line| format!("{}\n", format!("{indent} * {line}").trim_end())).collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}
