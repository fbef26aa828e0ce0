// The key of the desk: it stays in this tab, and in no address.

const NAME = "frontdesk/key";

/** The key that was given before, or that the address brings as `#key=`, from where it is taken at once. */
export function keptKey(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given !== null) {
    sessionStorage.setItem(NAME, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(NAME) ?? undefined;
}

export function keepKey(key: string | undefined): void {
  if (key === undefined) sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, key);
}

/** The header that says who asks. */
export const credential = (key: string): Record<string, string> => ({ "x-api-key": key });
