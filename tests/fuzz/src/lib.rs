//! Changes JSON so that it stays JSON. Bytes that are changed at random hardly ever get past a parser.

use serde_json::{Value, json};

/// Whole numbers at which something changes: ends of ranges, and what lies beside them.
const NUMBERS: [i64; 20] = [
    0,
    1,
    -1,
    2,
    5,
    60,
    366,
    1_439,
    1_440,
    1_441,
    86_399,
    86_400,
    86_401,
    i32::MAX as i64,
    u32::MAX as i64,
    1_774_220_400,
    253_402_300_799,
    9_007_199_254_740_991,
    i64::MAX,
    i64::MIN,
];

/// A sequence of numbers from a seed (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// Changes the text in `data`, of which the first `size` bytes are one, into another JSON text of at most
/// `max` bytes, and returns its size. What is no JSON is changed byte by byte.
pub fn mutate(data: &mut [u8], size: usize, max: usize, seed: u32) -> usize {
    let Ok(mut value) = serde_json::from_slice::<Value>(&data[..size]) else {
        return libfuzzer_sys::fuzzer_mutate(data, size, max);
    };
    let mut dice = Dice(u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..=dice.below(4) {
        let other = some(&value, &mut dice).clone();
        let count = nodes(&value);
        change(node(&mut value, &mut dice.below(count)), other, &mut dice);
    }
    let text = value.to_string();
    if text.len() > max.min(data.len()) {
        return size;
    }
    data[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

/// How many values a value is made of, itself included.
fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(entries) => entries.iter().map(nodes).sum(),
        Value::Object(fields) => fields.values().map(nodes).sum(),
        _ => 0,
    }
}

/// The value after so many others, from the outside in.
fn node<'a>(value: &'a mut Value, left: &mut usize) -> &'a mut Value {
    if *left == 0 {
        return value;
    }
    *left -= 1;
    let inner: Vec<&mut Value> = match value {
        Value::Array(entries) => entries.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => unreachable!("there are so many values"),
    };
    for entry in inner {
        let own = nodes(entry);
        if *left < own {
            return node(entry, left);
        }
        *left -= own;
    }
    unreachable!("there are so many values")
}

/// Any of the values that a value is made of.
fn some<'a>(value: &'a Value, dice: &mut Dice) -> &'a Value {
    let mut found = value;
    loop {
        let inner: Vec<&Value> = match found {
            Value::Array(entries) => entries.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => Vec::new(),
        };
        if inner.is_empty() || dice.below(4) == 0 {
            return found;
        }
        found = inner[dice.below(inner.len())];
    }
}

/// Makes another value of one: one of its own kind nearby, or whatever stands elsewhere.
fn change(value: &mut Value, other: Value, dice: &mut Dice) {
    match (dice.below(6), &mut *value) {
        (0, _) => *value = other,
        (1, _) => *value = Value::Null,
        (_, Value::Bool(is)) => *is = !*is,
        (2 | 3, Value::Number(number)) => {
            let near = number.as_i64().unwrap_or(0).wrapping_add(dice.below(5) as i64 - 2);
            *value = json!(near);
        }
        (_, Value::Number(_)) => *value = json!(NUMBERS[dice.below(NUMBERS.len())]),
        (2, Value::String(text)) => text.push(['x', ' ', '\0', 'é', '\u{202e}', '🕐'][dice.below(6)]),
        (3, Value::String(text)) => *text = text.repeat(1 + dice.below(8)),
        (_, Value::String(text)) => {
            text.pop();
        }
        (2, Value::Array(entries)) => {
            let at = dice.below(entries.len() + 1);
            entries.insert(at, other);
        }
        (3, Value::Array(entries)) if !entries.is_empty() => {
            let twin = entries[dice.below(entries.len())].clone();
            entries.push(twin);
        }
        (4, Value::Array(entries)) => entries.reverse(),
        (_, Value::Array(entries)) if !entries.is_empty() => {
            entries.remove(dice.below(entries.len()));
        }
        (_, Value::Object(fields)) if !fields.is_empty() => {
            let name = fields.keys().nth(dice.below(fields.len())).cloned().unwrap_or_default();
            match dice.below(3) {
                0 => fields.remove(&name),
                1 => fields.insert(name, other),
                _ => fields.insert(format!("{name}s"), other),
            };
        }
        _ => *value = other,
    }
}
