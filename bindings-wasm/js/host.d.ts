// What is used of Node, without a dependency on its types.
declare module "node:fs" {
  export function readFileSync(path: string): Uint8Array<ArrayBuffer>;
}
declare module "node:path" {
  export function join(...parts: string[]): string;
}

/** Put in by `build.mjs`. */
declare const FRONTDESK_VERSION: string;
