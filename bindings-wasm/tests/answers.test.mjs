// The package says what Rust says: the vectors, and random calls byte for byte.

import assert from "node:assert/strict";
import test from "node:test";

import * as frontdesk from "../pkg/node.js";
import { engineItself, nativeAnswers, randomCalls, vectors } from "./support.mjs";
import { answersOf, ask, difference, lineOf } from "./vectors.mjs";

test("every vector holds", () => {
  const cases = vectors();
  assert.ok(cases.length >= 890, "a file is lost");
  const wrong = cases
    .map((entry) => [entry.name, difference(entry, ask(frontdesk, entry))])
    .filter(([, wrong]) => wrong !== undefined);
  assert.deepEqual(wrong, []);
});

test("every vector has the same bytes natively", async () => {
  const engine = await engineItself();
  const lines = vectors().map(lineOf);
  const expected = await nativeAnswers(lines);
  assert.equal(expected.length, lines.length);
  lines.forEach((line, index) => assert.deepEqual(answersOf(engine, line), expected[index]));
});

test("a hundred thousand random calls have the same bytes natively", async () => {
  const engine = await engineItself();
  let calls = 0;
  for await (const [line, expected] of randomCalls(100_000)) {
    assert.deepEqual(answersOf(engine, line), expected);
    calls += expected.answers.length;
  }
  assert.ok(calls >= 100_000, `${calls} calls`);
});
