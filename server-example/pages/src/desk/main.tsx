import "../common/base.css";
import "./calendar.css";
import "./desk.css";

import { render } from "preact";

import { setLanguageOfPage } from "../common/language.ts";
import { Desk } from "./app.tsx";
import { t } from "./language.ts";

setLanguageOfPage();
document.title = t.title;
render(<Desk />, document.getElementById("page") as HTMLElement);
