import "../common/base.css";
import "./desk.css";

import { render } from "preact";

import { t } from "../common/language.ts";
import { Desk } from "./app.tsx";

document.title = t.desk.title;
render(<Desk />, document.getElementById("page") as HTMLElement);
