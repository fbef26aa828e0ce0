// A Chromium for the tests, and a server that shows it this repository.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { chromium } from "playwright-core";

import { pkg, root } from "./support.mjs";

const executablePath = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const types = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * A browser, and a folder of `target/wasm` from which it can load what a test writes there; `frontdesk` is
 * in it.
 */
export async function openBrowser(folder) {
  assert.ok(
    executablePath,
    "Chromium is missing. Debian: `apt-get install chromium`; or set CHROMIUM to its program",
  );
  const scratch = join(root, "target/wasm", folder);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(join(scratch, "node_modules"), { recursive: true });
  symlinkSync(pkg, join(scratch, "node_modules/frontdesk"));
  for (const name of ["empty", "strict"]) {
    writeFileSync(join(scratch, `${name}.html`), "<!doctype html><title>a page</title>");
  }
  const server = createServer((request, response) => {
    const path = join(root, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (path.endsWith("favicon.ico")) return response.writeHead(204).end();
    if (!existsSync(path)) return response.writeHead(404).end();
    response
      .writeHead(200, {
        "content-type": types[extname(path)] ?? "application/octet-stream",
        "cache-control": "max-age=600",
        ...(path.endsWith("strict.html") && { "content-security-policy": "script-src 'self'" }),
      })
      .end(readFileSync(path));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    browser,
    origin,
    scratch,
    /** A page on which nothing has gone wrong, and what goes wrong. */
    async page(path = `/target/wasm/${folder}/empty.html`, { prepare, consoleToo = false, ...options } = {}) {
      const opened = await browser.newPage(options);
      const errors = [];
      opened.on("pageerror", (error) => errors.push(String(error)));
      if (consoleToo) {
        opened.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      }
      await prepare?.(opened);
      await opened.goto(origin + path);
      return { opened, errors };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
