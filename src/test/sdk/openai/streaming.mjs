/** @deprecated Import from ./core/streaming instead */
export * from "./core/streaming.mjs";
//# sourceMappingURL=streaming.mjs.map