/** Our messages are English, and zod has fifty other languages. */

import type { Plugin } from "rolldown";

export const zodInEnglish: Plugin = {
  name: "zod-in-english",
  load: (id) => (/zod\/v4\/locales\/index\.js$/.test(id) ? `export { default as en } from "./en.js"` : undefined),
};
