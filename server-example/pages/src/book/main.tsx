import "../common/base.css";
import "./book.css";

import { render } from "preact";

import { setLanguageOfPage } from "../common/language.ts";
import { Book } from "./app.tsx";
import { ownPage } from "./place.ts";

setLanguageOfPage();
render(<Book place={ownPage()} />, document.getElementById("page") as HTMLElement);
