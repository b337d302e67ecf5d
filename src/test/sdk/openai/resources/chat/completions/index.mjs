// File generated from our OpenAPI spec by Stainless. See CONTRIBUTING.md for details.
export { Completions, } from "./completions.mjs";
export * from "./completions.mjs";
export { Messages } from "./messages.mjs";
//# sourceMappingURL=index.mjs.map