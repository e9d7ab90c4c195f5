/** The test that the default check finds defects: in two files, since two processes share what takes minutes. */

import { describe, expect, test } from "vitest";
import { check } from "../../src/testing/index.ts";
import { checkOptionsOf, type Defect, withDefect } from "./defect.ts";
import { GALLERY } from "./gallery.ts";

/** The rarest defect takes more than nine thousand runs, a minute of a machine with nothing else to do. */
const PATIENCE_MS = 300_000;
/** Defects that may take more runs than this are rare. */
const COMMON_RUNS = 1_000;

export function testFound(which: "common" | "rare"): void {
  const defects = GALLERY.filter(({ withinRuns }) => withinRuns > COMMON_RUNS === (which === "rare"));
  describe.each(defects)("$id", (defect: Defect) => {
    test("the default check finds it", { timeout: PATIENCE_MS }, () => {
      const options = { ...checkOptionsOf(defect), seed: 1, runs: defect.withinRuns, shrinkRuns: 0 };
      const { failures } = withDefect(defect, () => check(options));
      expect(failures.map(({ violation }) => violation.invariant)).toHaveLength(1);
    });
  });
}
