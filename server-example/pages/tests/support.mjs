// A demo server of its own, and a browser in which nothing may go wrong.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const SHOP = "shop-abc123";
/** Where screenshots go that README and docs show; they are made only when asked for. */
export const SHOTS = process.env.FRONTDESK_SCREENSHOTS;

const executablePath = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]);

const PROGRAM = join(
  root,
  "target/debug",
  process.platform === "win32" ? "frontdesk-server.exe" : "frontdesk-server",
);

/** The browsers and servers that run: no test has to end its own, and one that fails would not come to it. */
const browsers = new Set();
const running = new Set();
after(async () => {
  await Promise.all([...browsers].map((browser) => browser.close()));
  await Promise.all([...running].map((server) => server.stop()));
});
process.once("exit", () => running.forEach(({ process }) => process.kill("SIGKILL")));

/** A server on the demo clinic, or on a practice that a file describes. */
export class Server {
  static async start(port = 0, options = []) {
    const server = new Server();
    server.options = options;
    server.folder = mkdtempSync(join(tmpdir(), "frontdesk-pages-"));
    await server.serve(port);
    return server;
  }

  /** A server on a practice of its own, as `import` takes it. */
  static async of(practice) {
    const server = new Server();
    server.options = [];
    server.folder = mkdtempSync(join(tmpdir(), "frontdesk-pages-"));
    const file = join(server.folder, "practice.json");
    writeFileSync(file, JSON.stringify(practice));
    const run = (...said) =>
      execFileSync(PROGRAM, [...said, "--org", "org-own", "--database", server.database], {
        encoding: "utf8",
      });
    run("import", file, "--name", "Own");
    server.key = run("key", "create", "--set", "administrator").trim();
    await server.serve(0);
    return server;
  }

  get database() {
    return join(this.folder, "demo.db");
  }

  async serve(port) {
    const isDemo = this.key === undefined || this.links?.["demo key"] !== undefined;
    const options = ["serve", "--listen", `127.0.0.1:${port}`, "--visitor-rate-limit", "0"];
    if (isDemo) options.push("--demo");
    this.process = spawn(PROGRAM, [...options, ...this.options, "--database", this.database], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, FRONTDESK_LOG: "error" },
    });
    running.add(this);
    const said = {};
    await new Promise((done, failed) => {
      this.process.once("exit", () => failed(new Error("the server does not say where it listens")));
      createInterface({ input: this.process.stdout }).on("line", (line) => {
        const words = line.split(" ");
        said[words.slice(0, -1).join(" ")] = words.at(-1);
        // What it prints last.
        if (said[isDemo ? "demo key" : "listening on"] !== undefined) done();
      });
    });
    [this.origin, this.key, this.links] = [said["listening on"], said["demo key"] ?? this.key, said];
  }

  /** Ends it; the database stays. */
  async end() {
    running.delete(this);
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGKILL");
    await ended;
  }

  async stop() {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Calls off what a doctor has near now: who has an appointment soon may call nobody else. */
  async clear(doctor) {
    const path = "/v1/management/scheduling/appointments";
    const now = Math.floor(Date.now() / 1000);
    const near = `doctor_uid=${doctor}&status=confirmed&from=${now - 86_400}&to=${now + 7_200}`;
    const { data } = await this.ask("GET", `${path}?limit=200&${near}`);
    for (const { uid } of data) await this.ask("POST", `${path}/${uid}/cancel`, { reason: "another test's" });
  }

  /** Asks with the demo's key, and answers what was answered. */
  async ask(method, path, body) {
    const response = await fetch(this.origin + path, {
      method,
      headers: { "x-api-key": this.key, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

/**
 * By how many seconds the clock of the tests and of their servers goes ahead, where they are run under
 * faketime: `LD_PRELOAD=…/libfaketime.so.1 FAKETIME=+3600s DONT_FAKE_MONOTONIC=1 node --test …`. The browser
 * is too slow with it, so its pages are told.
 */
const AHEAD = Number(/^([+-]\d+)s?$/.exec(process.env.FAKETIME ?? "")?.[1] ?? 0);

/** In a page: has the clock go ahead. */
function goAhead(seconds) {
  const Real = Date;
  const now = () => Real.now() + seconds * 1000;
  globalThis.Date = class extends Real {
    constructor(...said) {
      super(...(said.length === 0 ? [now()] : said));
    }
    static now = now;
  };
}

export const launch = async () => {
  assert.ok(
    executablePath,
    "Chromium is missing. Debian: `apt-get install chromium`; or set CHROMIUM to its program",
  );
  const { LD_PRELOAD: _, FAKETIME: __, ...env } = process.env;
  const browser = await chromium.launch({ executablePath, args: FLAGS, env });
  browsers.add(browser);
  if (AHEAD === 0) return browser;
  const make = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await make(options);
    await context.addInitScript(goAhead, AHEAD);
    return context;
  };
  return browser;
};

/** A port that is free. */
export const freePort = () =>
  new Promise((done) => {
    const listener = createServer().listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => done(port));
    });
  });

export const DESKTOP = { width: 1280, height: 860 };
export const PHONE = { width: 390, height: 844 };

/**
 * The pages as `node build.mjs` has just built them, instead of those that the server has in it: for the
 * everyday loop.
 */
async function fromFolder(context) {
  if (process.env.FRONTDESK_PAGES_FROM === undefined) return;
  const send = (name) => (route) =>
    route.fulfill({
      path: join(root, process.env.FRONTDESK_PAGES_FROM, name(new URL(route.request().url()).pathname)),
    });
  await context.route(
    /\/pages\/[^/]+$/,
    send((path) => path.replace("/pages/", "")),
  );
  await context.route(
    /:\d+\/(book|wait|desk)(\/|$|[?#])/,
    send((path) => `${path.split("/")[1]}.html`),
  );
}

/** In a page: resolved once there is nothing left to draw, what follows a picture included. */
const drawn = () =>
  new Promise((done) =>
    requestAnimationFrame(() => setTimeout(() => requestIdleCallback(done, { timeout: 2_000 }), 30)),
  );

/**
 * A page in a browser of its own. `wrong` has what went wrong, and `outside` requests that left the origin.
 */
export async function open(browser, server, path, options = {}) {
  const context = await browser.newContext({
    viewport: DESKTOP,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    acceptDownloads: true,
    ...options,
  });
  await fromFolder(context);
  const page = await context.newPage();
  const [wrong, outside, asked] = [[], [], []];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    // What the server refuses, Chromium reports as an error; the page says it in words.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      wrong.push(message.text());
  });
  const running = new Set();
  page.on("requestfinished", (request) => running.delete(request));
  page.on("requestfailed", (request) => running.delete(request));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.startsWith("/v1/") && !url.pathname.endsWith("/events")) running.add(request);
    if (url.origin !== server.origin && !["blob:", "data:"].includes(url.protocol))
      outside.push(request.url());
    if (url.pathname.startsWith("/v1/")) asked.push(`${request.method()} ${url.pathname}`);
  });
  await page.goto(server.origin + path);
  return {
    page,
    context,
    asked,
    /** Resolved once nothing is asked for, and all that was answered is drawn. */
    async quiet() {
      let count;
      do {
        count = asked.length;
        while (running.size > 0) await page.waitForTimeout(20);
        await page.evaluate(drawn);
      } while (running.size > 0 || asked.length > count);
    },
    async close() {
      await context.close();
      assert.deepEqual({ wrong, outside }, { wrong: [], outside: [] });
    },
  };
}

const AXE = readFileSync(join(root, "server-example/pages/node_modules/axe-core/axe.min.js"), "utf8");

/** What axe finds against a page. */
export async function violations(page) {
  // In the world of the test, which the page's policy does not bind.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
}

/** Keeps a picture, if pictures are wanted. */
export async function shot(page, name) {
  if (SHOTS !== undefined) await page.screenshot({ path: join(root, SHOTS, `${name}.png`), fullPage: true });
}

/** The date on the practice's clock. */
const berlin = (at) =>
  new Intl.DateTimeFormat("sv", { timeZone: "Europe/Berlin" }).format(new Date(at * 1000));

/** The minute that it is; shortly before midnight, the first of the next day: what follows is today. */
export async function soon() {
  const minute = () => Math.floor(Date.now() / 1000 / 60) * 60;
  while (berlin(minute()) !== berlin(minute() + 300)) await new Promise((done) => setTimeout(done, 1_000));
  return minute();
}
