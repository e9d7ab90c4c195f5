/**
 * Writes characters beyond ASCII as escapes. If a file has a single one, V8 decodes all of it as UTF-8, keeps two bytes for
 * each character, and takes longer to parse it.
 */

import type { Plugin } from "rolldown";

/** Strings, templates and regular expressions take the escapes; raw templates would not, and ours are ASCII. */
export const asciiOnly: Plugin = {
  name: "ascii-only",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === "chunk") chunk.code = escaped(chunk.code);
  },
};

function escaped(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
