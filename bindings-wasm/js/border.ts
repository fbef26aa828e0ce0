// Values on their way to the engine and back: plain objects here, JSON text there.

import { SchedulingError, type SchedulingErrorData } from "./error.js";

/** Deeper than anything of the wire model: what goes on beyond it goes round in circles. */
const DEPTH_MAX = 32;

/** As the engine's own limit; it counts bytes, of which there are never fewer than this. */
const TEXT_MAX = 1 << 25;

/** The argument `name` as JSON text. What JSON would leave out or turn into null without a word is a `TypeError` with its path. */
export function write(value: unknown, name: string): string {
  if (value === undefined) {
    throw new TypeError(`\`${name}\` is missing`);
  }
  check(value, [name], DEPTH_MAX);
  const text = JSON.stringify(value);
  if (text.length > TEXT_MAX) {
    const message = `${text.length} are more than the limit of ${TEXT_MAX}`;
    throw new SchedulingError({ code: "too_many", count: text.length, limit: TEXT_MAX, kind: "too_large", path: "", message });
  }
  return text;
}

/** Where the check stands; a string only once something is wrong. */
type Path = (string | number)[];

function written([name, ...rest]: Path): string {
  return name + rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
}

function check(value: unknown, path: Path, depth: number): void {
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (!Number.isFinite(value)) {
        throw new TypeError(`\`${written(path)}\` is ${value}, which is no number of JSON`);
      }
      return;
    case "object":
      if (value !== null) {
        checkObject(value, path, depth);
      }
      return;
    default:
      throw new TypeError(`\`${written(path)}\` is ${kindOf(value)}, which has no place in JSON`);
  }
}

function checkObject(value: object, path: Path, depth: number): void {
  if (depth === 0) {
    throw new TypeError(`\`${written(path)}\` is nested too deep, or contains itself`);
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      check(value[index], path, depth - 1);
      path.pop();
    }
    return;
  }
  if (value instanceof Date) {
    throw new TypeError(`\`${written(path)}\` is a Date; times are Unix seconds: \`instant(date)\``);
  }
  if (Object.prototype.toString.call(value) !== "[object Object]" || typeof (value as { toJSON?: unknown }).toJSON === "function") {
    throw new TypeError(`\`${written(path)}\` is not a plain object`);
  }
  for (const name of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[name];
    // A field that is undefined is one that is not there, as everywhere in JavaScript.
    if (field !== undefined) {
      path.push(name);
      check(field, path, depth - 1);
      path.pop();
    }
  }
}

function kindOf(value: unknown): string {
  return value === undefined ? "undefined" : `a ${typeof value}`;
}

/** An instant or another whole number. */
export function integer(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    const found = typeof value === "number" ? String(value) : value instanceof Date ? "a Date" : value === null ? "null" : kindOf(value);
    throw new TypeError(`\`${name}\` is ${found}, not an integer`);
  }
  return value;
}

/** A number. What is not finite has a range like any other, so the engine says what is wrong. */
export function number(value: unknown, name: string): number {
  if (typeof value !== "number") {
    throw new TypeError(`\`${name}\` is ${value === null ? "null" : kindOf(value)}, not a number`);
  }
  return value;
}

/** A uid or a name. */
export function text(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw new TypeError(`\`${name}\` is ${value === null ? "null" : kindOf(value)}, not a string`);
  }
  return value;
}

/** What `ask` answers. What is refused comes as JSON text and leaves as an error. */
export function call<T>(ask: () => T): T {
  try {
    return ask();
  } catch (refusal) {
    throw typeof refusal === "string" ? new SchedulingError(JSON.parse(refusal) as SchedulingErrorData) : refusal;
  }
}

/** What `ask` answers, as plain data. */
export function answer<T>(ask: () => string): T {
  return JSON.parse(call(ask)) as T;
}
