// A module of the engine: one instance of it, which every entry of the package shares.

/** Where a module's WebAssembly comes from. */
export type EngineSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** What wasm-bindgen wrote for a module. @internal */
export interface Glue {
  __wbg_set_wasm(exports: unknown): void;
}

/** One of the package's two modules. @internal */
export class Engine<G extends Glue> {
  #started = false;
  #starting: Promise<void> | undefined;
  /** The module where it is at hand, so that nobody has to wait for it: it starts when it is first used. */
  atHand: (() => BufferSource) | undefined;

  /** `imports` is the name by which the module imports its glue, `init` what starts it. */
  constructor(
    private readonly glue: G,
    private readonly imports: string,
    private readonly init: string,
  ) {}

  /** The engine, once it is there. */
  get(): G {
    if (!this.#started) {
      if (this.atHand === undefined) {
        throw new TypeError(`the engine is not there yet: \`await ${this.init}()\` first`);
      }
      this.startFrom(this.atHand());
    }
    return this.glue;
  }

  /** Starts it from bytes or a module that is at hand. Once it runs, this does nothing. */
  startFrom(source: BufferSource | WebAssembly.Module): void {
    if (!this.#started) {
      this.#start(source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source));
    }
  }

  /**
   * Starts it from `source`, or from what `load` finds where none is given. Further calls wait for the first.
   */
  start(
    source: EngineSource | PromiseLike<EngineSource> | undefined,
    load: () => Promise<WebAssembly.Module>,
  ): Promise<void> {
    if (this.#started) {
      return Promise.resolve();
    }
    this.#starting ??= (async () => {
      try {
        const module = await (source === undefined ? load() : compile(await source));
        if (!this.#started) {
          this.#start(module, await WebAssembly.instantiate(module, this.#imports()));
        }
      } catch (error) {
        throw isForbidden(error) ? new TypeError(FORBIDDEN, { cause: error }) : error;
      } finally {
        this.#starting = undefined;
      }
    })();
    return this.#starting;
  }

  #imports(): WebAssembly.Imports {
    return { [this.imports]: this.glue as unknown as WebAssembly.ModuleImports };
  }

  #start(module: WebAssembly.Module, instance = new WebAssembly.Instance(module, this.#imports())): void {
    this.glue.__wbg_set_wasm(instance.exports);
    (instance.exports["__wbindgen_start"] as () => void)();
    this.#started = true;
  }
}

/** Compiles what is given or what is there. @internal */
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

/**
 * Compiles the file beside the code; where a bundler has not put it there, what the chunk with its bytes
 * says. @internal
 */
export async function compileBeside(
  file: URL,
  chunk: () => Promise<{ bytes(): BufferSource }>,
): Promise<WebAssembly.Module> {
  try {
    return await compile(file);
  } catch (error) {
    if (isForbidden(error)) {
      throw error;
    }
    return WebAssembly.compile((await chunk()).bytes());
  }
}

const FORBIDDEN =
  "the page's Content Security Policy forbids WebAssembly: `script-src` needs 'wasm-unsafe-eval'";

/**
 * Whether it is the page's policy that forbids to compile: then the same bytes from elsewhere are no help.
 * Every browser says so in words of its own.
 */
function isForbidden(error: unknown): boolean {
  return error instanceof Error && /content security policy|\bCSP\b|unsafe-eval/i.test(error.message);
}
