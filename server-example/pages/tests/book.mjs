// What the tests of the booking page share.

import { SHOP } from "./support.mjs";

export const BOOK = `/book/${SHOP}`;
export const DETAILS = { firstName: "Ada", lastName: "Byron", email: "ada@example.com" };

export const starts = (page) => page.locator(".start");

/** Fills the form in, and confirms. */
export async function confirm(page) {
  for (const [id, text] of Object.entries(DETAILS)) await page.fill(`#${id}`, text);
  await page.getByRole("button", { name: "Confirm appointment" }).click();
  await page.getByRole("heading", { name: "Your appointment is booked" }).waitFor();
}

/** Goes to the first day that has slots and on which none was booked by these tests. */
export async function day(page, index) {
  await starts(page).first().waitFor();
  await page.getByRole("button", { name: "Next month" }).click();
  await page.locator(".day.free").nth(index).click();
  await starts(page).first().waitFor();
}
