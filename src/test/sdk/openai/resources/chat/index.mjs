// File generated from our OpenAPI spec by Stainless. See CONTRIBUTING.md for details.
export { Chat } from "./chat.mjs";
export { Completions, } from "./completions/index.mjs";
//# sourceMappingURL=index.mjs.map