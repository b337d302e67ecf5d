// Copies the front end's runtime libraries from node_modules into the web application.
// Usage: npm run vendor. The versions are the exact ones in package.json; package-lock.json has the packages' hashes, which npm checks.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { locked, recordHashes } from "./vendored.mjs";

const target = "src/main/webapp/vendor";

/** @type {Record<string, Record<string, string>>} package → file in it → file in vendor */
const files = {
  marked: {
    "lib/marked.esm.js": "marked.esm.js",
    "lib/marked.d.ts": "marked.esm.d.ts",
    LICENSE: "LICENSE",
  },
  dompurify: {
    "dist/purify.es.mjs": "purify.es.js",
    "dist/purify.es.d.mts": "purify.es.d.ts",
    LICENSE: "LICENSE",
  },
  "@highlightjs/cdn-assets": {
    "es/highlight.min.js": "highlight.min.js",
    LICENSE: "LICENSE",
  },
  "@fontsource/stix-two-math": {
    "files/stix-two-math-latin-400-normal.woff2": "stix-two-math.woff2",
    LICENSE: "LICENSE",
  },
  temml: {
    "dist/temml.min.js": "temml.js",
    "dist/temml.d.ts": "temml.d.ts",
    LICENSE: "LICENSE",
  },
  // It has its licence in its first lines.
  "qrcode-generator": {
    "dist/qrcode.mjs": "qrcode.js",
  },
};

/** Folders that are not called like their package. */
const folders = { "@highlightjs/cdn-assets": "highlightjs", "@fontsource/stix-two-math": "stix-two-math" };
/** Scripts that are no modules, and what they define. */
const globals = { "temml/temml.js": "temml" };

for (const [name, wanted] of Object.entries(files)) {
  const version = locked(name);
  const folder = folders[name] ?? name;
  mkdirSync(`${target}/${folder}`, { recursive: true });
  for (const [from, to] of Object.entries(wanted)) {
    const destination = `${target}/${folder}/${to}`;
    copyFileSync(`node_modules/${name}/${from}`, destination);
    if (!to.endsWith(".js")) continue;
    // Source maps are not shipped; a reference to one would be a 404 in the developer tools.
    const text = readFileSync(destination, "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
    const defined = globals[`${folder}/${to}`];
    writeFileSync(destination, defined ? `${text}\nexport default ${defined};\n` : text);
  }
  console.log(`${name} ${version} → ${target}/${folder}`);
}
recordHashes();
