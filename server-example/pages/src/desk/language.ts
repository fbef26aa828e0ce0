// The texts of the desk, which no other page has to load.

import { language } from "../common/language.ts";
import { de } from "../texts/desk_de.ts";
import { type DeskTexts, en } from "../texts/desk_en.ts";

export const t: DeskTexts = language === "de" ? de : en;
