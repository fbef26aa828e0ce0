// The engine without zone data: zones are those of the host. Otherwise as `index.ts`.

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
    return await compile(new URL("./small.wasm", import.meta.url));
  } catch {
    const { bytes } = await import("./small.wasm.js");
    return WebAssembly.compile(bytes());
  }
}
