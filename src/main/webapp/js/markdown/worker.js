/**
 * Colours code and typesets formulas for {@link import("./workshop.js").Workshop}, one text at a time. What it answers
 * is markup that the page sanitises like any other.
 */

/** @type {Record<import("./workshop.js").Job["kind"], () => Promise<(job: import("./workshop.js").Job) => string | undefined>>} */
const CRAFTS = {
  code: async () => {
    const { default: hljs } = await import("../../vendor/highlightjs/highlight.min.js");
    return ({ text, language = "" }) =>
      hljs.getLanguage(language) ? hljs.highlight(text, { language, ignoreIllegals: true }).value : undefined;
  },
  formula: async () => {
    const { default: temml } = await import("../../vendor/temml/temml.js");
    return ({ text, display }) =>
      temml.renderToString(text, { displayMode: display, throwOnError: true, trust: false, maxExpand: 200, maxSize: [20, 20] });
  },
};

/** @param {MessageEvent<import("./workshop.js").Job>} event */
onmessage = async ({ data: job }) => {
  try {
    const craft = await CRAFTS[job.kind]();
    postMessage({ ready: true });
    postMessage({ markup: craft(job) });
  } catch {
    postMessage({ markup: undefined }); // what was written stays to be read
  }
};
