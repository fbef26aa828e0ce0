// The engine itself: one instance of the WebAssembly module, which every entry of the package shares.

import * as glue from "./engine_bg.js";

/** Where the engine's WebAssembly comes from. */
export type EngineSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

let started = false;
let starting: Promise<void> | undefined;

/** The engine, once it is there. @internal */
export function engine(): typeof glue {
  if (!started) {
    throw new TypeError("the engine is not there yet: `await init()` first");
  }
  return glue;
}

/** Starts the engine from bytes or a module that is at hand. Once it runs, this does nothing. */
export function initSync(source: BufferSource | WebAssembly.Module): void {
  if (!started) {
    start(source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source));
  }
}

/** Starts the engine from `source`, or from what `load` finds where none is given. Further calls wait for the first. */
export function initFrom(source: EngineSource | PromiseLike<EngineSource> | undefined, load: () => Promise<WebAssembly.Module>): Promise<void> {
  if (started) {
    return Promise.resolve();
  }
  starting ??= (async () => {
    try {
      const module = await (source === undefined ? load() : compile(await source));
      if (!started) {
        start(module, await WebAssembly.instantiate(module, imports()));
      }
    } finally {
      starting = undefined;
    }
  })();
  return starting;
}

/** Compiles what is given or what is there. */
export async function compile(source: EngineSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) {
    return source;
  }
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return WebAssembly.compile(source as BufferSource);
  }
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) {
    throw new TypeError(`${response.url}: ${response.status} ${response.statusText}`);
  }
  // Where a server does not say that it is WebAssembly, it cannot be compiled while it comes.
  return response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

function imports(): WebAssembly.Imports {
  return { "./engine_bg.js": glue as unknown as WebAssembly.ModuleImports };
}

function start(module: WebAssembly.Module, instance = new WebAssembly.Instance(module, imports())): void {
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
  started = true;
}
