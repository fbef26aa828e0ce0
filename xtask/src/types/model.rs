//! The schema's definitions as what both printers print: records, unions, words, and names for plain types.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A type with a name.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Shape {
    /// An object with these fields.
    Record(Vec<Field>),
    /// One of these named types.
    Union(Vec<String>),
    /// One of these strings, each with what it means.
    Words(Vec<(String, String)>),
    /// Another name for a plain type.
    Alias(Type),
}

#[derive(Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) required: bool,
    pub(crate) ty: Type,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Type {
    Boolean,
    Integer,
    Number,
    String,
    /// A date, as `YYYY-MM-DD`.
    Date,
    /// A local time, as `YYYY-MM-DDTHH:MM`, with seconds or without.
    LocalTime,
    /// Exactly this string.
    Word(String),
    Null,
    Named(String),
    List(Box<Type>),
    AnyOf(Vec<Type>),
}

/// The definitions of the document. A variant of a union becomes a record of its own, right before its union.
pub(crate) fn read(document: &Value) -> Result<Vec<Named>> {
    let mut types = Vec::new();
    for (name, schema) in document["$defs"].as_object().context("the document has definitions")? {
        let shape = shape(name, schema, &mut types).with_context(|| format!("the definition of `{name}`"))?;
        types.push(Named { name: name.clone(), doc: text(schema), shape });
    }
    let mut names = BTreeSet::new();
    match types.iter().find(|named| !names.insert(named.name.as_str())) {
        Some(twice) => bail!("two types would be called `{}`", twice.name),
        None => Ok(types),
    }
}

/// The names of the types that are handed to the engine.
pub(crate) fn given<'t>(document: &Value, types: &'t [Named]) -> Result<BTreeSet<&'t str>> {
    reached(&document["anyOf"][0]["anyOf"], types)
}

/// The names of the types that can come back from the engine. All others are only handed to it.
pub(crate) fn answered<'t>(document: &Value, types: &'t [Named]) -> Result<BTreeSet<&'t str>> {
    reached(&document["anyOf"][1]["anyOf"], types)
}

fn reached<'t>(roots: &Value, types: &'t [Named]) -> Result<BTreeSet<&'t str>> {
    let roots = roots.as_array().context("the document lists what crosses the border")?;
    let mut open = roots.iter().map(|root| referred(&root["$ref"])).collect::<Result<Vec<String>>>()?;
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        let Some(named) = types.iter().find(|named| named.name == name) else {
            bail!("no type is called `{name}`")
        };
        if found.insert(named.name.as_str()) {
            open.extend(named.shape.names());
        }
    }
    Ok(found)
}

/// The types, where a record that goes both ways and has something of which it `holds` has a twin: what is
/// given may be said in more forms than what comes back. With the names of what comes back.
pub(crate) fn split(
    types: &[Named],
    given: &BTreeSet<&str>,
    answered: &BTreeSet<&str>,
    holds: impl Fn(&Type) -> bool,
) -> (Vec<Named>, BTreeSet<String>) {
    let has = |name: &str| types.iter().any(|named| named.name == name);
    let members: Vec<&String> = types
        .iter()
        .filter_map(|named| match &named.shape {
            Shape::Union(members) => Some(members),
            _ => None,
        })
        .flatten()
        .collect();
    let goes_both_ways = |named: &&Named| {
        let name = named.name.as_str();
        let Shape::Record(fields) = &named.shape else { return false };
        given.contains(name)
            && answered.contains(name)
            && fields.iter().any(|field| field.ty.has(&holds))
            && !has(&format!("{name}Output"))
            && !name.ends_with("Output")
            && !members.contains(&&named.name)
    };
    let doubled: Vec<Named> = types.iter().filter(goes_both_ways).cloned().collect();
    let mut all = types.to_vec();
    let mut answered: BTreeSet<String> = answered.iter().map(|name| (*name).to_owned()).collect();
    for Named { name, doc, shape } in doubled {
        let twin = format!("{name}Output");
        for other in all.iter_mut().filter(|other| answered.contains(&other.name)) {
            other.shape.rename(&name, &twin);
        }
        answered.remove(&name);
        answered.insert(twin.clone());
        all.push(Named { name: twin, doc, shape });
    }
    (all, answered)
}

impl Shape {
    /// The names in it.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        match self {
            Self::Record(fields) => fields.iter().for_each(|field| names.extend(field.ty.names())),
            Self::Union(members) => names.extend(members.iter().cloned()),
            Self::Words(_) => {}
            Self::Alias(ty) => names.extend(ty.names()),
        }
        names
    }

    /// Calls what is called `old` by another name.
    pub(crate) fn rename(&mut self, old: &str, new: &str) {
        match self {
            Self::Record(fields) => fields.iter_mut().for_each(|field| field.ty.rename(old, new)),
            Self::Union(members) => {
                members.iter_mut().filter(|name| *name == old).for_each(|name| *name = new.to_owned());
            }
            Self::Words(_) => {}
            Self::Alias(ty) => ty.rename(old, new),
        }
    }
}

impl Type {
    /// Whether it is such a type, or one of its parts is.
    pub(crate) fn has(&self, such: &impl Fn(&Self) -> bool) -> bool {
        such(self)
            || match self {
                Self::List(item) => item.has(such),
                Self::AnyOf(types) => types.iter().any(|ty| ty.has(such)),
                _ => false,
            }
    }

    fn rename(&mut self, old: &str, new: &str) {
        match self {
            Self::Named(name) if name == old => *name = new.to_owned(),
            Self::List(item) => item.rename(old, new),
            Self::AnyOf(types) => types.iter_mut().for_each(|ty| ty.rename(old, new)),
            _ => {}
        }
    }

    /// The names in it.
    pub(crate) fn names(&self) -> Vec<String> {
        match self {
            Self::Named(name) => vec![name.clone()],
            Self::List(item) => item.names(),
            Self::AnyOf(types) => types.iter().flat_map(Self::names).collect(),
            Self::Boolean | Self::Integer | Self::Number | Self::String => Vec::new(),
            Self::Date | Self::LocalTime | Self::Word(_) | Self::Null => Vec::new(),
        }
    }
}

fn shape(name: &str, schema: &Value, types: &mut Vec<Named>) -> Result<Shape> {
    if schema.get("properties").is_some() {
        return Ok(Shape::Record(record(schema)?));
    }
    let Some(variants) = variants(schema) else { return Ok(Shape::Alias(ty(schema)?)) };
    if variants.iter().all(|variant| variant.get("const").is_some()) {
        return Ok(Shape::Words(
            variants.iter().map(|variant| Ok((word(variant)?, text(variant)))).collect::<Result<_>>()?,
        ));
    }
    let mut members = Vec::new();
    for variant in variants {
        members.push(match variant.get("$ref") {
            Some(reference) => referred(reference)?,
            None => member(name, variant, types)?,
        });
    }
    Ok(Shape::Union(members))
}

/// The name of a variant: that of its union and its tag. What comes back as it is given has no second name.
fn member(union: &str, variant: &Value, types: &mut Vec<Named>) -> Result<String> {
    let mut fields = record(variant)?;
    let tag =
        fields.iter().position(|field| matches!(field.ty, Type::Word(_))).context("a variant has a tag")?;
    // A record reads better with its tag first.
    fields[..=tag].rotate_right(1);
    let Type::Word(word) = &fields[0].ty else { bail!("a tag is a word") };
    let (base, suffix) = union.strip_suffix("Output").map_or((union, ""), |base| (base, "Output"));
    let plain = format!("{base}{}", pascal(word));
    let shape = Shape::Record(fields);
    if types.iter().any(|named| named.name == plain && named.shape == shape) {
        return Ok(plain);
    }
    let name = format!("{plain}{suffix}");
    types.push(Named { name: name.clone(), doc: text(variant), shape });
    Ok(name)
}

fn record(schema: &Value) -> Result<Vec<Field>> {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fields = schema["properties"].as_object().context("a record has properties")?;
    let field = |(name, schema): (&String, &Value)| {
        Ok(Field {
            name: name.clone(),
            doc: field_text(schema),
            required: required.iter().any(|required| required == name),
            ty: ty(schema).with_context(|| format!("the field `{name}`"))?,
        })
    };
    fields.iter().map(field).collect()
}

fn ty(schema: &Value) -> Result<Type> {
    if let Some(reference) = schema.get("$ref") {
        return Ok(Type::Named(referred(reference)?));
    }
    if let Some(variants) = variants(schema) {
        return Ok(Type::AnyOf(variants.iter().map(ty).collect::<Result<_>>()?));
    }
    if schema.get("const").is_some() {
        return Ok(Type::Word(word(schema)?));
    }
    match &schema["type"] {
        Value::String(name) => plain(name, schema),
        Value::Array(names) => {
            let names = names.iter().map(|name| plain(name.as_str().context("a type has a name")?, schema));
            Ok(Type::AnyOf(names.collect::<Result<_>>()?))
        }
        _ => bail!("neither a type nor a reference: {schema}"),
    }
}

fn plain(name: &str, schema: &Value) -> Result<Type> {
    Ok(match name {
        "boolean" => Type::Boolean,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "string" => match schema["pattern"].as_str() {
            Some(pattern) if pattern.contains('T') => Type::LocalTime,
            Some(_) => Type::Date,
            None => Type::String,
        },
        "null" => Type::Null,
        "array" => Type::List(Box::new(ty(&schema["items"])?)),
        _ => bail!("no type `{name}` is known"),
    })
}

fn variants(schema: &Value) -> Option<&Vec<Value>> {
    ["oneOf", "anyOf"].iter().find_map(|keyword| schema.get(keyword)?.as_array())
}

fn referred(reference: &Value) -> Result<String> {
    let name = reference.as_str().and_then(|text| text.strip_prefix("#/$defs/"));
    Ok(name.context("a reference is to a definition")?.to_owned())
}

fn word(schema: &Value) -> Result<String> {
    Ok(schema["const"].as_str().context("a constant is a string")?.to_owned())
}

/// What is said of it, and the form of a date.
fn text(schema: &Value) -> String {
    let said = schema["description"].as_str().unwrap_or_default();
    match schema["pattern"].as_str() {
        Some(pattern) if pattern.contains('T') => {
            format!("{said} As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.")
        }
        Some(_) => format!("{said} As `YYYY-MM-DD`."),
        None => said.to_owned(),
    }
}

/// What is said of a field, its range, and what it is where it is missing; unless that has been said already.
fn field_text(schema: &Value) -> String {
    let mut said = text(schema);
    if let (Some(min), Some(max)) = (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        // 10000 can be said as 10,000.
        if !said.replace(',', "").contains(&max.to_string()) {
            said += &format!(" From {min} to {max}.");
        }
    }
    match &schema["default"] {
        Value::Null => {}
        Value::Array(values) if values.is_empty() => {}
        _ if said.contains("efault") => {}
        value => said += &format!(" Default: `{value}`."),
    }
    said.trim_start().to_owned()
}

fn pascal(word: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    word.split('_').map(capital).collect()
}
