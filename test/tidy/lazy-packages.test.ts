/** Packages that load late: what a bundle makes of them differs from what Node does. */

import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** Stays outside the bundle, so Node loads it. */
const UNBUNDLED = new Set(["tinypool"]);

test("no name but the default is taken from a package that loads late", () => {
  // A package in CommonJS has no other name once it is bundled: its module has to be one that names what it takes.
  const late = /const (\{[^}]*\}|\w+) = await import\("([^.#:"][^:"]*)"\)/g;
  const found = sourceFiles("src").flatMap(({ path, tree }) =>
    [...tree.text.matchAll(late)]
      .filter(([, names = "", name = ""]) => !UNBUNDLED.has(name) && !/^\{ default: \w+ \}$/.test(names))
      .map(([text]) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});
