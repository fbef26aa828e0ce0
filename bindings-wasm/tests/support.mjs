// What the tests share: where things are, the vectors, and who answers natively.

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const pkg = join(root, "bindings-wasm/pkg");

/** One doctor, who sees patients for two hours on Mondays. */
export const PRACTICE = {
  timezone: "Europe/Berlin",
  appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
  doctors: [
    {
      uid: "doc-456",
      availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }],
    },
  ],
};

export function vectors() {
  const folder = join(root, "tests/vectors");
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const cases = files.flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")).cases);
  // The package has no iCalendar.
  return cases.filter(({ call }) => call !== "busy_time_from_icalendar");
}

/** The engine itself, by its own interface: both modules as one, and what writes values for them. */
export async function engineItself(wasm = "frontdesk.wasm") {
  const { clinics, rooms } = await import(join(root, "target/wasm/js/engines.js"));
  const { initRoomsSync, initSync } = await import(join(root, "target/wasm/js/builds.js"));
  const { write } = await import(join(root, "target/wasm/js/value.js"));
  initSync(readFileSync(join(pkg, wasm)));
  initRoomsSync(readFileSync(join(pkg, "rooms.wasm")));
  return { ...clinics.get(), ...rooms.get(), write };
}

const native = join(root, "target/debug/native-calls");

/** The native answers to lines. */
export async function nativeAnswers(lines) {
  const child = spawn(native, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const answers = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line));
  return answers;
}

/** Random lines with their native answers. */
export async function* randomCalls(count) {
  const child = spawn(native, [String(count)], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
}

/** The code of a block of README's, by its language. */
export function readme(language, file = "README.md") {
  const text = readFileSync(join(root, file), "utf8");
  return text
    .split(`\`\`\`${language}\n`)
    .slice(1)
    .map((block) => block.split("```")[0]);
}
