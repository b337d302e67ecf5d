/** @deprecated Import from ./core/error instead */
export * from "./core/error.mjs";
//# sourceMappingURL=error.mjs.map