import { type Plugin, type UserConfig, defineConfig } from "vite";

/** The package names all of its engines; what no page loads is not to be carried along. */
const onlyWhatIsLoaded: Plugin = {
  name: "only-what-is-loaded",
  generateBundle(_, bundle) {
    const code = Object.values(bundle)
      .map((output) => (output.type === "chunk" ? output.code : ""))
      .join();
    for (const [name, { type }] of Object.entries(bundle)) {
      if (type === "asset" && name.endsWith(".wasm") && !code.includes(name)) delete bundle[name];
    }
  },
};

/** What every page has around the one script that its document names. */
const document: Plugin = {
  name: "document",
  transformIndexHtml: {
    order: "pre",
    handler: (script) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>Frontdesk</title>
    <link rel="icon" href="/src/common/icon.svg" type="image/svg+xml" />
    ${script.trim()}
  </head>
  <body>
    <div id="page"></div>
  </body>
</html>
`,
  },
};

/** Shows the pages at the addresses that the server has for them. */
const atTheirAddresses: Plugin = {
  name: "at-their-addresses",
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      const page = /^\/(book|wait|desk|embed)(?=[/?#]|$)(?!\.)/.exec(request.url ?? "")?.[1];
      if (page !== undefined) request.url = `/pages/${page}.html`;
      if (request.url === "/pages/frontdesk-booking.js") request.url = "/pages/src/embed/element.ts";
      next();
    });
  },
};

const build: UserConfig["build"] = {
  target: "es2023",
  outDir: "../../target/pages",
  assetsDir: "",
  // An inlined file would need `data:` in the policy.
  assetsInlineLimit: 0,
};

/** One document for each page. What they share is a chunk of its own. */
const pages: UserConfig = {
  base: "/pages/",
  plugins: [onlyWhatIsLoaded, document, atTheirAddresses],
  build: {
    ...build,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["book.html", "wait.html", "desk.html", "embed.html"] },
  },
  // `npx vite` shows the pages as they are edited, with the API of a server that runs beside it.
  server: {
    fs: { allow: [".", "../../bindings-wasm/pkg"] },
    proxy: { "/v1": process.env.FRONTDESK_SERVER ?? "http://127.0.0.1:8080" },
  },
};

/**
 * The element of other sites, `vite build --mode element`: files of its own, which look for each other beside
 * themselves and touch nothing of the page's. The script that a site names has the same name always.
 */
const element: UserConfig = {
  base: "./",
  plugins: [onlyWhatIsLoaded],
  build: {
    ...build,
    emptyOutDir: false,
    modulePreload: false,
    rollupOptions: {
      input: { "frontdesk-booking": "src/embed/element.ts" },
      output: { entryFileNames: "[name].js" },
    },
  },
};

// Every name but those of the documents and of the element has a hash of its content in it, so that browsers
// may keep the file for good.
export default defineConfig(({ mode }) => (mode === "element" ? element : pages));
