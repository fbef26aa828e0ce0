// Serves a folder, opens its page in Chromium, and prints what is on it: `node shown.mjs FOLDER`.

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const folder = process.argv[2];
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const server = createServer(({ url }, answer) => {
  const file = join(folder, url === "/" ? "index.html" : url);
  if (!existsSync(file)) return void answer.writeHead(404).end();
  answer.writeHead(200, { "Content-Type": types[extname(file)] ?? "text/plain" }).end(readFileSync(file));
});
const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const chromium = process.env.CHROMIUM ?? known.find((path) => existsSync(path));
server.listen(0, "127.0.0.1", () => {
  const page = `http://127.0.0.1:${server.address().port}/`;
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"];
  execFile(chromium, [...flags, page], { timeout: 120_000 }, (error, shown) => {
    server.close();
    if (error) throw error;
    console.log(shown);
  });
});
