// Requests to the server, and what it refuses.

import { language } from "./language.ts";

/** What the server has against a request, or that it could not be reached. */
export class Refused extends Error {
  constructor(
    /** The status; 0 if the server was not reached. */
    readonly status: number,
    /** The code of the rule, such as `slot_taken` or `details_missing`; empty if no rule is against it. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "Refused";
  }

  /** Whether it is worth another try later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** How long an answer may take before the server counts as out of reach, in milliseconds. */
const PATIENCE = 20_000;

/** Asks the server. `credential` is a header that says who asks. */
export async function ask<T>(
  method: string,
  path: string,
  credential: Record<string, string> = {},
  body?: unknown,
): Promise<T> {
  const response = await fetched(method, path, credential, body);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** The same for what is no JSON. */
export async function fetched(
  method: string,
  path: string,
  credential: Record<string, string> = {},
  body?: unknown,
): Promise<Response> {
  const headers = {
    "accept-language": language,
    ...credential,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const sent = body === undefined ? null : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: sent, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Refused(0, "", "");
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => ({}))) as {
    error?: string;
    code?: string;
    description?: string;
    refusal?: { code?: string };
    errors?: Record<string, string[]>;
  };
  const code = said.refusal?.code ?? said.code ?? "";
  throw new Refused(response.status, code, said.error ?? said.description ?? "");
}
