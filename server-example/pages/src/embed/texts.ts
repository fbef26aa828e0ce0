// The texts of the page that shows the element.

import { language } from "../common/language.ts";

const en = {
  title: "Booking on your own site",
  intro: "This is the element as it stands on any page. What it needs of the page is these two lines:",
  allow: (option: string) => `The server has to know your site: start it with ${option}.`,
  origin: "https://your-site.example",
  booked: (time: string) => `Your page is told of what was booked: ${time}.`,
};

const de: typeof en = {
  title: "Buchung auf der eigenen Website",
  intro: "So steht das Element auf jeder Seite. Die Seite braucht dafür nur diese zwei Zeilen:",
  allow: (option) => `Der Server muss Ihre Website kennen: Starten Sie ihn mit ${option}.`,
  origin: "https://ihre-website.example",
  booked: (time) => `Ihre Seite erfährt, was gebucht wurde: ${time}.`,
};

export const t = language === "de" ? de : en;
