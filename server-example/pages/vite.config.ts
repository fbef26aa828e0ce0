import { type Plugin, defineConfig } from "vite";

// One document for each page. What they share is a chunk of its own, and every name but those of the documents has a
// hash of its content in it, so that browsers may keep the file for good.
/** The package names both of its engines; what no page loads is not to be carried along. */
const onlyWhatIsLoaded: Plugin = {
  name: "only-what-is-loaded",
  generateBundle(_, bundle) {
    const code = Object.values(bundle).map((output) => (output.type === "chunk" ? output.code : "")).join();
    for (const [name, { type }] of Object.entries(bundle)) {
      if (type === "asset" && name.endsWith(".wasm") && !code.includes(name)) delete bundle[name];
    }
  },
};

/** Shows the pages at the addresses that the server has for them. */
const atTheirAddresses: Plugin = {
  name: "at-their-addresses",
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      const page = /^\/(book|wait|desk)(?=[/?#]|$)(?!\.)/.exec(request.url ?? "")?.[1];
      if (page !== undefined) request.url = `/pages/${page}.html`;
      next();
    });
  },
};

export default defineConfig({
  base: "/pages/",
  plugins: [onlyWhatIsLoaded, atTheirAddresses],
  build: {
    target: "es2023",
    outDir: "../../target/pages",
    emptyOutDir: true,
    assetsDir: "",
    // An inlined file would need `data:` in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["book.html", "wait.html", "desk.html"] },
  },
  // `npm run dev` shows the pages as they are edited, with the API of a server that runs beside it.
  server: { fs: { allow: [".", "../../bindings-wasm/pkg"] }, proxy: { "/v1": process.env.FRONTDESK_SERVER ?? "http://127.0.0.1:8080" } },
});
