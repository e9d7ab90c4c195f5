/** The reference page is made from the table of switches; set UPDATE_PAGES=1 to write it. */

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { releasesPage } from "../../src/simulation/releases/reference-page.ts";

const PAGE = "docs/releases.md";

test("docs/releases.md is what the table of switches says", () => {
  if (process.env.UPDATE_PAGES !== undefined) writeFileSync(PAGE, releasesPage());
  expect(readFileSync(PAGE, "utf8")).toBe(releasesPage());
});
