// For places that cannot load a file: the engine comes with the code.

import { type EngineSource, initFrom } from "./engine.js";
import { bytes } from "./frontdesk.wasm.js";

export * from "./package.js";

/** Gets the engine ready; wait for it before anything else. */
export function init(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return initFrom(source, () => WebAssembly.compile(bytes()));
}
