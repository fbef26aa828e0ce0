import "../common/base.css";

import { render } from "preact";

import { t } from "../common/language.ts";

document.title = t.wait.title;
render(<h1>{t.wait.heading}</h1>, document.getElementById("page") as HTMLElement);
