/**
 * Writes characters beyond ASCII as escapes: with a single arrow in a message, V8 decodes all of a file as UTF-8, and keeps
 * it with two bytes a character.
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
