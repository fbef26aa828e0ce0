// Plain values as bytes, which the engine reads: `src/value.rs` has the same list of what there is.

import { kindOf, limit } from "./border.js";
import { foundAs, tagOf, wireTime } from "./time.js";

const [NULL, FALSE, TRUE, NUMBER, TEXT, LIST, FIELDS] = [0, 1, 2, 3, 4, 5, 6];

/** Deeper than anything of the wire model: what goes on beyond it goes round in circles. */
const DEPTH_MAX = 32;

/** How many bytes are made room for at once: for hundreds of questions. */
const ROOM = 1 << 16;

/** Up to here a text is written faster letter by letter than by the host. */
const SHORT = 40;

const encoder = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;

type Path = (string | number)[];

function written([name, ...rest]: Path): string {
  return name + rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
}

let idle: Writer | undefined;

/**
 * The argument `name` as bytes, which stay as they are. What JSON would leave out or turn into null without a
 * word is a `TypeError` with its path.
 */
export function write(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  if (value === undefined) {
    throw new TypeError(`\`${name}\` is missing`);
  }
  // A getter may ask the engine, too: it finds this writer busy.
  const writer = idle ?? new Writer();
  idle = undefined;
  try {
    return writer.write(value, name);
  } finally {
    idle = writer.isLarge ? undefined : writer;
  }
}

/** Writes one value after the other into the same room, as long as there is some. */
class Writer {
  #bytes = new Uint8Array(ROOM);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  #begin = 0;
  /** Where it stands in the value; a string only once something is wrong. */
  #path: Path = [];

  write(value: unknown, name: string): Uint8Array<ArrayBuffer> {
    this.#begin = this.#at;
    this.#path = [name];
    this.#value(value, DEPTH_MAX);
    return this.#bytes.subarray(this.#begin, this.#at);
  }

  /** Whether it has made more room than is kept. */
  get isLarge(): boolean {
    return this.#bytes.length > ROOM;
  }

  #value(value: unknown, depth: number): void {
    switch (typeof value) {
      case "string":
        this.#room(5 + value.length);
        this.#bytes[this.#at++] = TEXT;
        return this.#text(value);
      case "boolean":
        return this.#tag(value ? TRUE : FALSE);
      case "number":
        return this.#number(value);
      case "object":
        return value === null ? this.#tag(NULL) : this.#object(value, depth);
      default:
        throw new TypeError(`\`${written(this.#path)}\` is ${kindOf(value)}, which has no place in JSON`);
    }
  }

  #number(value: number): void {
    if (!Number.isFinite(value)) {
      throw new TypeError(`\`${written(this.#path)}\` is ${value}, which is no number of JSON`);
    }
    this.#room(9);
    this.#bytes[this.#at] = NUMBER;
    this.#view.setFloat64(this.#at + 1, value, true);
    this.#at += 9;
  }

  #object(value: object, depth: number): void {
    if (depth === 0) {
      throw new TypeError(`\`${written(this.#path)}\` is nested too deep, or contains itself`);
    }
    if (isPlain(value)) {
      return this.#fields(value as Record<string, unknown>, depth);
    }
    if (Array.isArray(value)) {
      return this.#list(value, depth);
    }
    const tag = tagOf(value);
    if (tag === "[object Object]" && typeof (value as { toJSON?: unknown }).toJSON !== "function") {
      return this.#fields(value as Record<string, unknown>, depth);
    }
    const time = wireTime(value, tag);
    if (time === undefined) {
      throw new TypeError(`\`${written(this.#path)}\` is not a plain object`);
    }
    if (Number.isNaN(time)) {
      throw new TypeError(`\`${written(this.#path)}\` is ${foundAs(value)}`);
    }
    this.#value(time, depth - 1);
  }

  #list(list: unknown[], depth: number): void {
    // A proxy may have a length that no list has.
    const length = list.length >>> 0;
    const begin = this.#open(LIST, length);
    for (let index = 0; index < length; index++) {
      this.#path.push(index);
      this.#value(list[index], depth - 1);
      this.#path.pop();
    }
    this.#close(begin);
  }

  #fields(fields: Record<string, unknown>, depth: number): void {
    const begin = this.#open(FIELDS, 0);
    let count = 0;
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      // A field that is undefined is one that is not there, as everywhere in JavaScript.
      if (value === undefined) {
        continue;
      }
      this.#path.push(name);
      this.#text(name);
      this.#value(value, depth - 1);
      this.#path.pop();
      count++;
    }
    this.#view.setUint32(this.#begin + begin - 8, count, true);
    this.#close(begin);
  }

  /**
   * Begins a list or an object of so many. Room is left for how many bytes it takes; answers where these
   * begin: there may be more room by the end.
   */
  #open(tag: number, count: number): number {
    this.#room(9);
    this.#bytes[this.#at] = tag;
    this.#view.setUint32(this.#at + 1, count, true);
    this.#at += 9;
    return this.#at - this.#begin;
  }

  #close(begin: number): void {
    const at = this.#begin + begin;
    this.#view.setUint32(at - 4, this.#at - at, true);
  }

  #text(text: string): void {
    const { length } = text;
    if (length > SHORT || !this.#ascii(text, length)) {
      if (LONE_SURROGATE.test(text)) {
        throw new TypeError(`\`${written(this.#path)}\` has half a character in it`);
      }
      // What is too long by its characters is not written at all.
      this.#room(4 + length);
      const bytes = encoder.encode(text);
      this.#count(bytes.length);
      this.#room(bytes.length);
      this.#bytes.set(bytes, this.#at);
      this.#at += bytes.length;
    }
  }

  /** Writes a text if it is ASCII, and answers whether it is. */
  #ascii(text: string, length: number): boolean {
    this.#room(4 + length);
    const [bytes, begin] = [this.#bytes, this.#at + 4];
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) {
        return false;
      }
      bytes[begin + index] = code;
    }
    this.#count(length);
    this.#at += length;
    return true;
  }

  #tag(tag: number): void {
    this.#room(1);
    this.#bytes[this.#at++] = tag;
  }

  #count(count: number): void {
    this.#room(4);
    this.#view.setUint32(this.#at, count, true);
    this.#at += 4;
  }

  /** Makes room for so many bytes more. */
  #room(count: number): void {
    if (this.#at + count <= this.#bytes.length) {
      return;
    }
    const length = this.#at - this.#begin;
    limit(length + count);
    const bytes = new Uint8Array(Math.max(ROOM, 2 * (length + count)));
    bytes.set(this.#bytes.subarray(this.#begin, this.#at));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    [this.#begin, this.#at] = [0, length];
  }
}

/** Whether this is what most values are: an object that was written as `{ … }`, which JSON takes as it is. */
function isPlain(value: object): boolean {
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    (value as { toJSON?: unknown }).toJSON === undefined &&
    (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === undefined
  );
}
