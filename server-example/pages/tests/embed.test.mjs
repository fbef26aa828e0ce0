// The element that other sites embed: a page of another origin, which names one script.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { DESKTOP, PHONE, SHOP, Server, launch, shot, violations } from "./support.mjs";

let server, browser, site, origin, html;

before(async () => {
  site = createServer((_, response) => {
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      // What a strict site has to allow, and no more.
      "content-security-policy": [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        `script-src ${server.origin} 'wasm-unsafe-eval'`,
        `connect-src ${server.origin}`,
      ].join("; "),
    });
    response.end(html);
  });
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${site.address().port}`;
  [server, browser] = await Promise.all([Server.start(0, ["--cors-origin", origin]), launch()]);
});

after(() => site?.close());

/** A page of the other site, which has letters and colours of its own. */
const page = (element, lang = "en") => `<!doctype html><html lang="${lang}"><head><title>Practice</title>
  <style>html { font-size: 10px } body { margin: 0 }
  h1, button, label, p { color: rgb(1, 2, 3); font: 9px serif }
  .card { background: rgb(250, 0, 0) } .dark frontdesk-booking { --accent: rgb(9, 8, 7) }</style>
  <script type="module" src="${server.origin}/pages/frontdesk-booking.js"></script></head>
  <body><main><h1>Our practice</h1>${element}</main></body></html>`;

const element = (attributes = "") =>
  `<frontdesk-booking shop="${SHOP}" server="${server.origin}" ${attributes}></frontdesk-booking>`;

async function open(of, options = {}) {
  html = of;
  const context = await browser.newContext({
    viewport: DESKTOP,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    ...options,
  });
  const opened = await context.newPage();
  const [wrong, elsewhere] = [[], []];
  opened.on("pageerror", (error) => wrong.push(String(error)));
  opened.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  opened.on("request", (request) => {
    const from = new URL(request.url()).origin;
    if (![origin, server.origin].includes(from)) elsewhere.push(request.url());
  });
  await opened.goto(`${origin}/about?lang=de#code=theirs`);
  return {
    page: opened,
    async close() {
      await context.close();
      // A page without an icon of its own is asked for one.
      const isIcon = (text) => text.includes("favicon");
      assert.deepEqual(
        { wrong: wrong.filter((text) => !isIcon(text)), elsewhere },
        { wrong: [], elsewhere: [] },
      );
    },
  };
}

test("somebody books on another site, which is told of it and is otherwise left alone", async () => {
  const opened = await open(page(element()));
  const { page: there } = opened;
  await there.evaluate(() => {
    globalThis.told = [];
    for (const what of ["booked", "moved", "cancelled"]) {
      document.addEventListener(`frontdesk-${what}`, ({ detail }) => told.push([what, detail]));
    }
  });
  await there.locator(".start").first().waitFor();
  assert.deepEqual(await violations(there), []);
  await there.getByRole("button", { name: "Next month" }).click();
  await there.locator(".day.free").nth(2).click();
  await there.locator(".start").first().click();
  await there.getByText("left").waitFor();
  await there.getByRole("button", { name: "Confirm appointment" }).click();
  assert.equal(
    await there.evaluate(() => document.querySelector("frontdesk-booking").shadowRoot.activeElement.id),
    "firstName",
  );
  for (const [id, text] of Object.entries({
    firstName: "Ada",
    lastName: "Byron",
    email: "ada@example.com",
  })) {
    await there.fill(`#${id}`, text);
  }
  await there.getByRole("button", { name: "Confirm appointment" }).click();
  await there.getByRole("heading", { name: "Your appointment is booked" }).waitFor();
  const link = await there.locator("#link").inputValue();
  assert.ok(link.startsWith(`${server.origin}/book/${SHOP}#link=bkl_`), link);
  const [[what, detail]] = await there.evaluate(() => told);
  const booked = await server.ask("GET", `/v1/scheduling/appointments/${detail.uid}`);
  assert.deepEqual([what, detail.start_date, detail.status], ["booked", booked.start_date, "confirmed"]);
  // The page asks for English, and a British browser says which.
  assert.doesNotMatch(await there.locator(".summary").innerText(), /\b[AP]M\b/);
  // Its address, its title and its elements are as they were.
  assert.equal(there.url(), `${origin}/about?lang=de#code=theirs`);
  assert.equal(await there.title(), "Practice");
  assert.equal(await there.evaluate(() => document.querySelectorAll("link, style").length), 1);
  assert.equal(await there.evaluate(() => getComputedStyle(document.querySelector("h1")).fontSize), "9px");
  await there.reload();
  await there.getByRole("heading", { name: "Your appointment" }).waitFor();
  await there.getByRole("button", { name: "Cancel appointment" }).click();
  await there.locator(".asking").getByRole("button", { name: "Cancel appointment" }).click();
  await there.getByRole("heading", { name: "Your appointment is cancelled" }).waitFor();
  await opened.close();
});

test("its styles are its own, light and dark, narrow and wide", async () => {
  const opened = await open(page(`<div class="dark" style="width: 34rem">${element()}</div>`), {
    colorScheme: "dark",
  });
  const { page: there } = opened;
  await there.locator(".start").first().waitFor();
  const style = (selector, name) =>
    there
      .locator(selector)
      .first()
      .evaluate((of, name) => getComputedStyle(of)[name], name);
  assert.equal(await style(".book .name", "fontSize"), "24px");
  assert.notEqual(await style(".book .card", "backgroundColor"), "rgb(250, 0, 0)");
  assert.equal(await style(".book .card", "backgroundColor"), "rgb(23, 32, 31)");
  // What the site says of the element's colours counts.
  assert.equal(await style(".option input", "accentColor"), "rgb(9, 8, 7)");
  // As wide as its place, not as the window.
  assert.equal((await style(".choose", "gridTemplateColumns")).split(" ").length, 1);
  await there.evaluate(() => document.querySelector("frontdesk-booking").setAttribute("theme", "light"));
  await there.locator(".start").first().waitFor();
  assert.equal(await style(".book .card", "backgroundColor"), "rgb(255, 255, 255)");
  await there.evaluate(() => document.querySelector("main div").style.setProperty("width", "1200px"));
  assert.equal((await style(".choose", "gridTemplateColumns")).split(" ").length, 3);
  // Taken away and put back, it begins anew.
  await there.evaluate(() => {
    const element = document.querySelector("frontdesk-booking");
    element.remove();
    document.body.append(element);
  });
  await there.locator(".start").first().waitFor();
  await opened.close();
});

test("it speaks the language of the page that it is on, or one that it is told", async () => {
  const german = await open(page(element(), "de"), { viewport: PHONE });
  await german.page.getByText("Worum geht es?").waitFor();
  assert.ok((await german.page.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width);
  await german.close();
  const english = await open(page(element('lang="en"'), "de"));
  await english.page.getByText("What is it about?").waitFor();
  await english.close();
});

test("a site that the server does not know gets nothing", async () => {
  const context = await browser.newContext();
  const there = await context.newPage();
  await there.route("https://other.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: page(element()) }),
  );
  const failed = there.waitForEvent("requestfailed", (request) =>
    request.url().endsWith("frontdesk-booking.js"),
  );
  await there.goto("https://other.example/");
  await failed;
  assert.equal(await there.evaluate(() => customElements.get("frontdesk-booking") === undefined), true);
  await context.close();
});

test("the server shows the element, with the lines to copy", async () => {
  for (const [locale, heading] of [
    ["en-GB", "Booking on your own site"],
    ["de-DE", "Buchung auf der eigenen Website"],
  ]) {
    const context = await browser.newContext({ locale, viewport: DESKTOP });
    const there = await context.newPage();
    const wrong = [];
    there.on("pageerror", (error) => wrong.push(String(error)));
    there.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await there.goto(`${server.origin}/embed/${SHOP}`);
    await there.getByRole("heading", { name: heading }).waitFor();
    const lines = (await there.locator("pre").innerText()).split("\n");
    assert.deepEqual(lines, [
      `<script type="module" src="${server.origin}/pages/frontdesk-booking.js"></script>`,
      `<frontdesk-booking shop="${SHOP}"></frontdesk-booking>`,
    ]);
    await there.locator(".start").first().waitFor();
    if (locale === "en-GB") await shot(there, "embed");
    assert.deepEqual(await violations(there), []);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});
