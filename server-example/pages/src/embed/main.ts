// The page that shows the element, with the lines to copy.

import "../common/base.css";
import "./embed.css";

import { locale, setLanguageOfPage } from "../common/language.ts";
import { t } from "./texts.ts";

setLanguageOfPage();
document.title = t.title;

const shop = decodeURIComponent(location.pathname.split("/").at(2) ?? "");
const script = `${location.origin}/pages/frontdesk-booking.js`;

function made<K extends keyof HTMLElementTagNameMap>(name: K, text: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

const code = made("code", "");
code.textContent = [
  `<script type="module" src="${script}"></script>`,
  `<frontdesk-booking shop="${shop}"></frontdesk-booking>`,
].join("\n");
const lines = document.createElement("pre");
lines.className = "card";
lines.tabIndex = 0;
lines.append(code);
const news = made("p", "");
news.role = "status";

const about = document.createElement("div");
about.className = "show";
about.append(made("h1", t.title), made("p", t.intro), lines);
const hint = made("p", t.allow(`--cors-origin ${t.origin}`));
hint.className = "hint";
about.append(hint, news);

const element = document.createElement("frontdesk-booking");
element.setAttribute("shop", shop);
element.addEventListener("frontdesk-booked", (event) => {
  const { start_date } = (event as CustomEvent<{ start_date: number }>).detail;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
  news.textContent = t.booked(format.format(start_date * 1000));
});
const main = document.createElement("main");
main.append(about, element);
document.getElementById("page")?.append(main);

// As any page does.
const loaded = document.createElement("script");
loaded.type = "module";
loaded.src = script;
document.head.append(loaded);
