import "../common/base.css";
import "./wait.css";

import { render } from "preact";

import { setLanguageOfPage, t } from "../common/language.ts";
import { Wait } from "./app.tsx";

setLanguageOfPage();
document.title = t.wait.title;
const token = decodeURIComponent(location.pathname.split("/").at(2) ?? "");
render(<Wait token={token} />, document.getElementById("page") as HTMLElement);
