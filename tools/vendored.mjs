// What the vendoring scripts share: the locked versions, and the recorded hashes of what is vendored.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const directories = ["src/main/webapp/vendor"];
const record = "tools/vendored.sha256";
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));

/**
 * The version of a package in node_modules. It must be the locked one.
 *
 * @param {string} name
 */
export function locked(name) {
  const wanted = lock.packages[`node_modules/${name}`]?.version;
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  if (version !== wanted) throw new Error(`node_modules has ${name} ${version}, package-lock.json has ${wanted}. Run npm ci.`);
  return version;
}

/** Writes the SHA-256 of every vendored file into the record, which `sha256sum -c` and SupplyChainTest read. */
export function recordHashes() {
  const files = directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const line = (/** @type {string} */ file) => `${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${file}\n`;
  writeFileSync(record, files.sort().map(line).join(""));
}
