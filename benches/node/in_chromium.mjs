// The same in a page of Chromium. `cargo xtask bench` hands in the practice and reads the times.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { openBrowser } from "../../bindings-wasm/tests/browser.mjs";

const practice = JSON.parse(readFileSync(0, "utf8"));
const { browser, page, close } = await openBrowser("bench");
try {
  const { opened } = await page();
  // rrule is a script for browsers, whose global the modules find under its name.
  await opened.addScriptTag({
    path: fileURLToPath(new URL("node_modules/rrule/dist/es5/rrule.min.js", import.meta.url)),
  });
  const imports = {
    luxon: "/benches/node/node_modules/luxon/build/es6/luxon.mjs",
    rrule: "data:text/javascript,export default globalThis.rrule",
  };
  await opened.evaluate((imports) => {
    const map = Object.assign(document.createElement("script"), { type: "importmap" });
    map.textContent = JSON.stringify({ imports });
    document.head.append(map);
  }, imports);
  const found = await opened.evaluate(async (practice) => {
    const load = (path) => import(path);
    const frontdesk = await load("/bindings-wasm/pkg/index.js");
    await frontdesk.init();
    const { measure } = await load("/benches/node/beside.mjs");
    const { rruleAndLuxon } = await load("/benches/node/rrule_and_luxon.mjs");
    return measure(frontdesk, practice, { "rrule and luxon": rruleAndLuxon });
  }, practice);
  console.log(JSON.stringify({ where: `Chromium ${browser.version().split(".")[0]}`, ...found }));
} finally {
  await close();
}
