// What every handle of the engine can do beside its own.

/** What `JSON.stringify` makes of a handle, and `console.log` in Node. */
export function showAs<T>(type: { prototype: T }, name: string, state: (handle: T) => unknown): void {
  const define = (key: PropertyKey, value: (this: T, ...rest: never[]) => unknown) =>
    Object.defineProperty(type.prototype, key, { value, configurable: true, writable: true });
  define("toJSON", function () {
    return state(this);
  });
  define(
    Symbol.for("nodejs.util.inspect.custom"),
    function (
      this: T,
      _depth: number,
      options: object,
      inspect: (value: unknown, options: object) => string,
    ) {
      let shown: string;
      try {
        // Lists are counted; a clinic has tens of thousands of appointments, and patients in them.
        const counts = Object.entries(state(this) as object).map(([field, value]) => [
          field,
          Array.isArray(value) ? value.length : value,
        ]);
        shown = inspect(Object.fromEntries(counts), { ...options, depth: 0 });
      } catch {
        shown = "(freed)";
      }
      return `${name} ${shown}`;
    } as (this: T, ...rest: never[]) => unknown,
  );
}

/** `using clinic = new Clinic(…)`, where the host knows how. */
export function freeAtTheEnd(type: { prototype: { free(): void } }): void {
  if (Symbol.dispose !== undefined) {
    Object.defineProperty(type.prototype, Symbol.dispose, {
      value: type.prototype.free,
      configurable: true,
      writable: true,
    });
  }
}
