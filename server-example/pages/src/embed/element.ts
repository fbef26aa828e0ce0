// `<frontdesk-booking shop="…" server="…">`: booking on anybody's page. This is the one script that the page
// names; what it needs comes when there is an element to fill.

/** The origin that this script is from. */
const HOME = new URL(import.meta.url).origin;

class Booking extends HTMLElement {
  static observedAttributes = ["shop", "server", "code", "theme"];

  #isThere = false;
  #end: (() => void) | undefined;
  #count = 0;

  connectedCallback(): void {
    this.#isThere = true;
    void this.#fill();
  }

  disconnectedCallback(): void {
    this.#isThere = false;
    this.#empty();
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (this.#isThere && before !== after) void this.#fill();
  }

  #empty(): void {
    this.#count += 1;
    this.#end?.();
    this.#end = undefined;
  }

  async #fill(): Promise<void> {
    this.#empty();
    const shop = this.getAttribute("shop");
    if (shop === null || shop === "") return;
    const count = this.#count;
    const server = (this.getAttribute("server") || HOME).replace(/\/+$/, "");
    const { start } = await import("./start.tsx");
    // Another attribute may have been set meanwhile, or the element taken away.
    if (count !== this.#count) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.#end = start(this, root, {
      shop,
      server,
      code: this.getAttribute("code"),
      theme: this.getAttribute("theme"),
    });
  }
}

if (customElements.get("frontdesk-booking") === undefined)
  customElements.define("frontdesk-booking", Booking);
