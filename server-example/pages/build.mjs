// Builds the pages into `dist/`, which the server has in it: `cargo xtask pages` runs this. What is built is
// checked in, compressed, with two hashes of what it was built from.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

export const folder = dirname(fileURLToPath(import.meta.url));
export const root = join(folder, "../..");
const built = join(root, "target/pages");
const dist = join(folder, "dist");
const record = join(dist, "built-from.json");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** What the pages themselves are built from. A test of the server's hashes the same files. */
const PAGES = [
  "book.html",
  "wait.html",
  "desk.html",
  "embed.html",
  "build.mjs",
  "package.json",
  "package-lock.json",
]
  .concat(["tsconfig.json", "vite.config.ts", "src"])
  .map((name) => join(folder, name));

/** What the engine in them is built from. */
const ENGINE = [
  "core/Cargo.toml",
  "core/src",
  "bindings-wasm/Cargo.toml",
  "bindings-wasm/src",
  "bindings-wasm/js",
].map((name) => join(root, name));

function files(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => files(join(path, name)));
}

/** The hash of files and of where they are. */
export function hashOf(paths) {
  const hash = createHash("sha256");
  const named = paths.flatMap(files).map((path) => [relative(root, path).split(sep).join("/"), path]);
  for (const [name, path] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0`).update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

export const hashes = () => ({ pages: hashOf(PAGES), engine: hashOf(ENGINE) });

function pack() {
  const before = existsSync(record) ? JSON.parse(readFileSync(record, "utf8")) : { engine: "" };
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const assets = files(built).map((path) => {
    const name = relative(built, path);
    const bytes = readFileSync(path);
    const packed = brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    writeFileSync(join(dist, `${name}.br`), packed);
    const tag = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
    console.log(
      `${name.padEnd(36)} ${String(bytes.length).padStart(8)} ${String(packed.length).padStart(8)}`,
    );
    return { name, type: TYPES[extname(name)], tag };
  });
  const lines = assets
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      ({ name, type, tag }) =>
        `    Asset { name: "${name}", content_type: "${type}", tag: "${tag}", ` +
        `brotli: include_bytes!("${name}.br") },\n`,
    );
  writeFileSync(join(dist, "assets.rs"), `&[\n${lines.join("")}]\n`);
  // Whoever runs this alone takes the engine that is there, which may be older than its sources.
  const { pages, engine } = hashes();
  const from = { pages, engine: process.argv.includes("--with-new-engine") ? engine : before.engine };
  writeFileSync(record, `${JSON.stringify(from, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { build } = await import("vite");
  await build({ root: folder, logLevel: "warn" });
  await build({ root: folder, logLevel: "warn", mode: "element" });
  pack();
}
