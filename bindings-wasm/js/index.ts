// For browsers, workers and whatever else has `fetch`: the engine is a file beside this one.

import { compile, type EngineSource, initFrom } from "./engine.js";

export * from "./package.js";

/**
 * Gets the engine ready; wait for it before anything else. Without `source` it is fetched from beside this module; where a bundler has not put it there, it comes
 * as a chunk of JavaScript.
 */
export function init(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return initFrom(source, load);
}

async function load(): Promise<WebAssembly.Module> {
  try {
    return await compile(new URL("./frontdesk.wasm", import.meta.url));
  } catch {
    const { bytes } = await import("./frontdesk.wasm.js");
    return WebAssembly.compile(bytes());
  }
}
