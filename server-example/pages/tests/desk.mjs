// What the tests of the desk share.

import { Server } from "./support.mjs";

export const SCHEDULING = "/v1/management/scheduling";

/** The instant of a time on the practice's clock, which summer time moves. */
export function instant(date, time) {
  const format = new Intl.DateTimeFormat("sv", {
    timeZone: "Europe/Berlin",
    dateStyle: "short",
    timeStyle: "short",
  });
  const of = (hours) => Date.parse(`${date}T${time}:00Z`) / 1000 - hours * 3600;
  return [1, 2].map(of).find((at) => format.format(new Date(at * 1000)) === `${date} ${time}`);
}

/** The date of a weekday of next week, 0 for Monday. */
export function nextWeek(weekday) {
  const today = new Date(
    `${new Intl.DateTimeFormat("sv", { timeZone: "Europe/Berlin" }).format()}T12:00:00Z`,
  );
  const monday = today.getUTCDate() - ((today.getUTCDay() + 6) % 7) + 7;
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), monday + weekday))
    .toISOString()
    .slice(0, 10);
}

/**
 * A server of whose doctors one is on duty, and has no appointment to be called first, at whatever hour this
 * runs.
 */
export async function onDuty() {
  const own = await Server.start();
  await own.clear("doc-456");
  for (let weekday = 0; weekday < 7; weekday++) {
    const rule = { weekday, start_time: 0, end_time: 1440 };
    await own.ask("POST", `${SCHEDULING}/doctors/doc-456/availability-rules`, rule);
  }
  return own;
}

/** Drags with the mouse from one place of the page to another. */
export async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}
