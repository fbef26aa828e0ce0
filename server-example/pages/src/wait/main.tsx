import "../common/base.css";
import "./wait.css";

import { render } from "preact";

import { t } from "../common/language.ts";
import { Wait } from "./app.tsx";

document.title = t.wait.title;
const token = decodeURIComponent(location.pathname.split("/").at(2) ?? "");
render(<Wait token={token} />, document.getElementById("page") as HTMLElement);
