/** Every defect of the gallery is found by the default check, and its replay file still shows it. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { countEvents, replay } from "../../src/testing/index.ts";
import { checkOptionsOf, withDefect } from "./defect.ts";
import { testFound } from "./found.ts";
import { GALLERY } from "./gallery.ts";
import { formatTable, replayOf } from "./table.ts";

const MOST_EVENTS = 12;

describe.each(GALLERY)("$id", (defect) => {
  const recorded = replayOf(defect);

  test("its replay file is small", () => {
    expect(countEvents(recorded.trial)).toBeLessThanOrEqual(MOST_EVENTS);
    expect(recorded.seed).toBeLessThanOrEqual(defect.withinRuns);
  });

  test("its replay file shows the invariant violated", () => {
    const { violations } = withDefect(defect, () => replay(recorded, checkOptionsOf(defect)));
    expect(violations.map(({ invariant }) => invariant)).toContain(recorded.expected.invariant);
    expect(defect.seenBy).toContain(recorded.expected.invariant);
  });
});

testFound("common");

test("there are at least thirty defects with different names", () => {
  expect(GALLERY.length).toBeGreaterThanOrEqual(30);
  expect(new Set(GALLERY.map(({ id }) => id)).size).toBe(GALLERY.length);
});

test("without a defect the replay files show nothing", () => {
  for (const defect of GALLERY) {
    if (defect.open !== undefined) continue;
    const found = replay(replayOf(defect)).violations.filter(({ known }) => known === undefined);
    expect(found, defect.id).toEqual([]);
  }
});

test("the table in gallery.md has what the replay files show", () => {
  expect(readFileSync(new URL("./gallery.md", import.meta.url), "utf8")).toBe(formatTable());
});
