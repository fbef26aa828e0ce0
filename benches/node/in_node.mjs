// `cargo xtask bench` hands in the practice and reads the times.

import { readFileSync } from "node:fs";

process.env.TZ = "UTC"; // cal.com's answers hang on it
const frontdesk = await import("../../bindings-wasm/pkg/node.js");
const { measure } = await import("./beside.mjs");
const { calcom } = await import("./calcom.mjs");
const { rruleAndLuxon } = await import("./rrule_and_luxon.mjs");
const { slotCalculator } = await import("./slot_calculator.mjs");

const practice = JSON.parse(readFileSync(0, "utf8"));
const peers = { "cal.com": calcom, "rrule and luxon": rruleAndLuxon };
const found = measure(frontdesk, practice, peers, { "slot-calculator": slotCalculator });
console.log(JSON.stringify({ where: `Node.js ${process.version}`, ...found }));
