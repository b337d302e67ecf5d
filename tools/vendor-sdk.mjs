// Copies OpenAI's SDK for Node, as far as its entry reaches, from node_modules to src/test/sdk/openai, where OpenAiNodeIT runs it.
// Usage: npm run vendor. The version is the exact one in package.json; package-lock.json has the package's hash, which npm checks.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { locked, recordHashes } from "./vendored.mjs";

const from = "node_modules/openai";
const to = "src/test/sdk/openai";
const version = locked("openai");

rmSync(to, { recursive: true, force: true });
const found = new Set(["LICENSE", "package.json"]);
const waiting = ["index.mjs"];
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  if (found.has(file)) continue;
  found.add(file);
  const text = readFileSync(join(from, file), "utf8");
  for (const [, path] of text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)) waiting.push(join(dirname(file), path));
}
for (const file of found) {
  mkdirSync(dirname(join(to, file)), { recursive: true });
  copyFileSync(join(from, file), join(to, file));
}
recordHashes();
console.log(`openai ${version}: ${found.size} files → ${to}`);
