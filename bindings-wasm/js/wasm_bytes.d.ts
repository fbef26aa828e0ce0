/** The bytes of the engine, kept as text. */
export function bytes(): Uint8Array<ArrayBuffer>;
