// Makes the npm package of what wasm-bindgen wrote: `node build.mjs STAGE VERSION`, where STAGE has the
// folders `full`, `small`, `slots` and `rooms`. `cargo xtask wasm` runs it.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build } from "esbuild";

const [stage, version] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const [js, pkg] = [join(stage, "js"), join(here, "pkg")];
const run = (program, ...args) =>
  execFileSync(join(here, "node_modules/.bin", program), args, { stdio: "inherit" });

// The two builds of clinics differ in what they contain and not in what they are called by, so one glue
// serves both.
const glueOf = (folder, name) => readFileSync(join(stage, folder, `${name}_bg.js`), "utf8");
if (glueOf("full", "clinics") !== glueOf("small", "clinics")) {
  throw new Error("the full and the small engine have different interfaces");
}

for (const folder of [js, pkg]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
cpSync(join(here, "js"), js, { recursive: true });
cpSync(join(here, "types.d.ts"), join(js, "types.d.ts"));
for (const [folder, name] of [
  ["full", "clinics"],
  ["slots", "slots"],
  ["rooms", "rooms"],
]) {
  writeFileSync(join(js, `${name}_bg.js`), glueOf(folder, name));
  writeFileSync(
    join(js, `${name}_bg.d.ts`),
    `${readFileSync(join(stage, folder, `${name}.d.ts`), "utf8")}\n` +
      "export function __wbg_set_wasm(exports: unknown): void;\n",
  );
}
writeFileSync(join(js, "package.json"), `{ "type": "module" }\n`);
// The types of what the package is made to work with.
symlinkSync(join(here, "node_modules"), join(js, "node_modules"));

for (const [name, folder, glue] of [
  ["frontdesk", "full", "clinics"],
  ["small", "small", "clinics"],
  ["slots", "slots", "slots"],
  ["rooms", "rooms", "rooms"],
]) {
  // What every browser that has WebAssembly in modules has, and no more: V8 of Node 20, Safari 16.4,
  // Firefox 114.
  const features = [
    "bulk-memory",
    "bulk-memory-opt",
    "sign-ext",
    "nontrapping-float-to-int",
    "mutable-globals",
    "multivalue",
    "reference-types",
    "call-indirect-overlong",
  ];
  const out = join(pkg, `${name}.wasm`);
  run(
    "wasm-opt",
    // Of what the higher levels leave, Brotli makes more bytes, and it is hardly faster.
    "-O1",
    // It begins with the far end of the stack, so an address in it is never meant.
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    ...features.map((feature) => `--enable-${feature}`),
    join(stage, folder, `${glue}_bg.wasm`),
    "-o",
    out,
  );
  // Its entry has a file beside it, and in Node the whole engine.
  if (name === "slots") continue;
  const text = readFileSync(out).toString("base64");
  const decode =
    "const text = atob(base64);\n  const bytes = new Uint8Array(text.length);\n" +
    "  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);\n  return bytes;";
  const source = (start) => `const base64 = "${text}";\n${start} bytes() {\n  ${decode}\n}\n`;
  writeFileSync(join(js, `${name}.wasm.js`), source("export function"));
  cpSync(join(js, "wasm_bytes.d.ts"), join(js, `${name}.wasm.d.ts`));
  writeFileSync(join(pkg, `${name}.wasm.cjs`), source("exports.bytes = function"));
}

run("tsc", "-p", js);

const options = {
  bundle: true,
  target: "es2022",
  outdir: pkg,
  legalComments: "none",
  minifyWhitespace: true,
  minifySyntax: true,
  define: { FRONTDESK_VERSION: JSON.stringify(version) },
  logLevel: "warning",
  metafile: true,
};
const entry = (...names) => names.map((name) => join(js, `${name}.js`));
const esm = { ...options, format: "esm", splitting: true, chunkNames: "chunk-[hash]" };
/**
 * What works beside any of the entries: it asks the handles that it is given, and has no engine of its own.
 */
const companions = ["react", "schedule_x"];
/** These ask for zones: the engine of the entry in browsers, the one of the package in Node. */
const zoned = ["fullcalendar"];
const { metafile } = await build({
  ...esm,
  entryPoints: entry("index", "lean", "small", "slots", "inline", ...companions, ...zoned),
  external: ["react"],
});
const cjs = { ...options, format: "cjs", platform: "node", outExtension: { ".js": ".cjs" } };
await build({
  ...cjs,
  entryPoints: entry("node", "small_node"),
  external: ["./frontdesk.wasm.cjs", "./small.wasm.cjs", "./rooms.wasm.cjs"],
});
await build({
  ...cjs,
  platform: "neutral",
  entryPoints: entry("inline", ...companions),
  external: ["react"],
});
for (const [suffix, engine] of [
  ["", "./inline.cjs"],
  ["_node", "./node.cjs"],
]) {
  const elsewhere = {
    name: "the engine of an entry",
    setup: ({ onResolve }) => {
      onResolve({ filter: /\/helpers\.js$/ }, () => ({ path: engine, external: true }));
    },
  };
  for (const name of zoned) {
    await build({
      ...cjs,
      platform: "neutral",
      entryPoints: [{ in: join(js, `${name}.js`), out: `${name}${suffix}` }],
      plugins: [elsewhere],
    });
  }
}
for (const name of companions) {
  const { bytes } = sizeOf(codeOf(name));
  if (bytes > 30_000) throw new Error(`${name} carries ${bytes} bytes of code: is the engine in it?`);
}

const exportsOf = (name) =>
  Object.values(metafile.outputs).find((output) => output.entryPoint?.endsWith(`/${name}.js`)).exports;
for (const [name, like] of [
  ["node", "index"],
  ["small_node", "index"],
  ...zoned.map((name) => [`${name}_node`, name]),
]) {
  // One instance of the engine, whether it is imported or required.
  writeFileSync(
    join(pkg, `${name}.js`),
    `import frontdesk from "./${name}.cjs";\nexport const { ${exportsOf(like).join(", ")} } = frontdesk;\n`,
  );
}

for (const file of readdirSync(js).filter(
  (file) =>
    file.endsWith(".d.ts") &&
    !/^(clinics_bg|slots_bg|rooms_bg|slot_build|host|node|small_node|wasm_bytes|border|.*\.wasm)\.d\.ts$/.test(file),
)) {
  const text = readFileSync(join(js, file), "utf8");
  writeFileSync(join(pkg, file), text);
  writeFileSync(
    join(pkg, file.replace(".d.ts", ".d.cts")),
    text.replace(/(from|import\()\s*"(\.\/\w+)\.js"/g, '$1 "$2.cjs"'),
  );
}

const companionOf = (name, node) => ({
  require: { types: `./${name}.d.cts`, ...(node && { node: `./${node}.cjs` }), default: `./${name}.cjs` },
  default: { types: `./${name}.d.ts`, ...(node && { node: `./${node}.js` }), default: `./${name}.js` },
});
const entryOf = (name, node) => ({
  require: { types: `./${name}.d.cts`, ...(node && { node: `./${node}.cjs` }), default: "./inline.cjs" },
  default: { types: `./${name}.d.ts`, ...(node && { node: `./${node}.js` }), default: `./${name}.js` },
});
writeFileSync(
  join(pkg, "package.json"),
  `${JSON.stringify(
    {
      name: "frontdesk",
      version,
      description:
        "A scheduling and queue engine: which slots can be booked, why not this one, how long will I wait?",
      keywords: ["scheduling", "appointments", "slots", "availability", "waiting room", "wasm"],
      license: "MIT OR Apache-2.0",
      type: "module",
      sideEffects: ["./node.cjs", "./node.js", "./small_node.cjs", "./small_node.js"],
      engines: { node: ">=20" },
      main: "./node.cjs",
      types: "./index.d.cts",
      peerDependencies: { react: ">=18" },
      peerDependenciesMeta: { react: { optional: true } },
      exports: {
        ".": entryOf("index", "node"),
        "./inline": entryOf("inline"),
        "./lean": entryOf("lean", "node"),
        "./small": entryOf("small", "small_node"),
        "./slots": entryOf("slots", "node"),
        "./react": companionOf("react"),
        "./fullcalendar": companionOf("fullcalendar", "fullcalendar_node"),
        "./schedule-x": companionOf("schedule_x"),
        "./wasm": "./frontdesk.wasm",
        "./small/wasm": "./small.wasm",
        "./slots/wasm": "./slots.wasm",
        "./rooms/wasm": "./rooms.wasm",
        "./package.json": "./package.json",
      },
    },
    null,
    2,
  )}\n`,
);
cpSync(join(here, "README.md"), join(pkg, "README.md"));
for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  cpSync(join(here, "..", licence), join(pkg, licence));
}

/** What a page loads for an entry: the code that it needs at once, and the engine. */
function sizes(name, wasm) {
  return sizeOf([...codeOf(name), readFileSync(join(pkg, wasm))]);
}

/** The code that an entry needs at once. */
function codeOf(name) {
  const [path] = Object.entries(metafile.outputs).find(([, output]) =>
    output.entryPoint?.endsWith(`/${name}.js`),
  );
  const files = new Set([path]);
  for (const file of files) {
    for (const { kind, path, external } of metafile.outputs[file].imports) {
      if (kind === "import-statement" && !external) files.add(path);
    }
  }
  return [...files].map((file) => readFileSync(file));
}

function sizeOf(files) {
  const total = (size) => files.reduce((sum, file) => sum + size(file), 0);
  const brotli = (file) =>
    brotliCompressSync(file, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
    }).length;
  return {
    brotli: total(brotli),
    gzip: total((file) => gzipSync(file, { level: 9 }).length),
    bytes: total((file) => file.length),
  };
}
const said = ({ brotli, gzip, bytes }) => `${bytes} bytes, ${gzip} by gzip, ${brotli} by brotli`;
for (const [name, wasm] of [
  ["index", "frontdesk.wasm"],
  ["small", "small.wasm"],
  ["slots", "slots.wasm"],
]) {
  console.log(`${wasm} with all code: ${said(sizes(name, wasm))}`);
}
console.log(
  `rooms.wasm, only where it is asked for: ${said(sizeOf([readFileSync(join(pkg, "rooms.wasm"))]))}`,
);
