// A module of the engine: one instance of it, which every entry of the package shares.

/** Where a module's WebAssembly comes from. */
export type EngineSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** What wasm-bindgen wrote for a module. @internal */
export interface Glue {
  __wbg_set_wasm(exports: unknown): void;
}

/** A WebAssembly module that an engine can run as. @internal */
export interface Build<G> {
  readonly glue: G & Glue;
  /** The name by which the module imports its glue. */
  readonly imports: string;
  /** Whether it has all that the engine does. Of what has not, nothing of the rest is called. */
  readonly isWhole: boolean;
}

/** One of the package's two engines: clinics and waiting rooms. @internal */
export class Engine<G> {
  #running: Build<G> | undefined;
  readonly #starting = new Map<Build<G>, Promise<void>>();
  /** The module where it is at hand, so that nobody has to wait for it: it starts when it is first used. */
  atHand: { build: Build<G>; bytes(): BufferSource } | undefined;

  /** `init` is the name of what starts it. */
  constructor(private readonly init: string) {}

  /** The engine, once it is there. */
  get(): G {
    return this.#get(false);
  }

  /** The engine, once all of it is there. */
  whole(): G {
    return this.#get(true);
  }

  #get(isWhole: boolean): G {
    if (!this.#serves(isWhole)) {
      if (this.atHand === undefined) {
        throw new TypeError(`the engine is not there yet: \`await ${this.init}()\` first`);
      }
      this.startFrom(this.atHand.build, this.atHand.bytes());
    }
    return (this.#running as Build<G>).glue;
  }

  #serves(isWhole: boolean): boolean {
    return this.#running !== undefined && (this.#running.isWhole || !isWhole);
  }

  /** Starts it from bytes or a module that is at hand. If it runs, or more of it does, this does nothing. */
  startFrom(build: Build<G>, source: BufferSource | WebAssembly.Module): void {
    if (!this.#serves(build.isWhole)) {
      this.#start(build, source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source));
    }
  }

  /**
   * Starts it from `source`, or from what `load` finds where none is given. Further calls wait for the first.
   */
  start(
    build: Build<G>,
    source: EngineSource | PromiseLike<EngineSource> | undefined,
    load: () => Promise<WebAssembly.Module>,
  ): Promise<void> {
    if (this.#serves(build.isWhole)) {
      return Promise.resolve();
    }
    let starting = this.#starting.get(build);
    if (starting === undefined) {
      starting = (async () => {
        try {
          const module = await (source === undefined ? load() : compile(await source));
          if (!this.#serves(build.isWhole)) {
            this.#start(build, module, await WebAssembly.instantiate(module, importsOf(build)));
          }
        } catch (error) {
          throw isForbidden(error) ? new TypeError(FORBIDDEN, { cause: error }) : error;
        } finally {
          this.#starting.delete(build);
        }
      })();
      this.#starting.set(build, starting);
    }
    return starting;
  }

  #start(
    build: Build<G>,
    module: WebAssembly.Module,
    instance = new WebAssembly.Instance(module, importsOf(build)),
  ): void {
    build.glue.__wbg_set_wasm(instance.exports);
    (instance.exports["__wbindgen_start"] as () => void)();
    this.#running = build;
  }
}

function importsOf<G>({ imports, glue }: Build<G>): WebAssembly.Imports {
  return { [imports]: glue as unknown as WebAssembly.ModuleImports };
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
