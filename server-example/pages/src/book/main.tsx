import "../common/base.css";
import "./book.css";

import { render } from "preact";

import { Book } from "./app.tsx";

const shop = decodeURIComponent(location.pathname.split("/").at(2) ?? "");
render(<Book shop={shop} />, document.getElementById("page") as HTMLElement);
