// What crosses the border to the engine beside values: numbers and texts one way, answers as JSON text the
// other.

import { SchedulingError, type SchedulingErrorData } from "./error.js";
import { foundAs } from "./time.js";

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  return value === undefined ? "undefined" : `a ${typeof value}`;
}

/** A whole number. */
export function integer(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new TypeError(`\`${name}\` is ${foundAs(value)}, not an integer`);
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
  limit(value.length);
  return value;
}

/**
 * Longest argument, in bytes. What a value takes once it is read can be fifty times as much, and memory ends
 * at 4 GiB, for good: whoever runs out of it cannot be asked again.
 */
const BYTES_MAX = 1 << 25;

/** Refuses an argument that has so many bytes, or more. */
export function limit(count: number): void {
  if (count > BYTES_MAX) {
    const message = `${count} are more than the limit of ${BYTES_MAX}`;
    throw new SchedulingError({
      code: "too_many",
      count,
      limit: BYTES_MAX,
      kind: "too_large",
      path: "",
      message,
    });
  }
}

/** What `ask` answers. What is refused comes as JSON text and leaves as an error. */
export function call<T>(ask: () => T): T {
  try {
    return ask();
  } catch (refusal) {
    throw typeof refusal === "string"
      ? new SchedulingError(JSON.parse(refusal) as SchedulingErrorData)
      : refusal;
  }
}

/** What `ask` answers, as plain data. */
export function answer<T>(ask: () => string): T {
  return JSON.parse(call(ask)) as T;
}

/** What JSON text says. What is wrong with it is said without a piece of it: there are patients in it. */
export function parsed(json: unknown): unknown {
  const isText = typeof json === "string";
  if (!isText && !(json instanceof ArrayBuffer) && !ArrayBuffer.isView(json)) {
    throw new TypeError(`\`json\` is ${json === null ? "null" : kindOf(json)}, not JSON as text or bytes`);
  }
  try {
    return JSON.parse(isText ? json : new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch {
    const detail = "this is no JSON text";
    throw new SchedulingError({
      code: "invalid_json",
      detail,
      kind: "invalid",
      path: "",
      message: `not valid JSON: ${detail}`,
    });
  }
}
