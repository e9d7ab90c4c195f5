/** Scenarios in which an invariant once reported what the controller may do, found by long checks. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { findingsOf } from "./fixtures/one-job.ts";

const FOLDER = "test/testing/fixtures/no-violation";

/** What Kubernetes does wrong as well: two processes that overlap; a Job that waits for pods of its predecessor. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  "recreated-between-batches.json": ["131917"],
  "more-ended-than-the-status-lists.json": ["unfenced-leader"],
};

describe("nothing but known defects of Kubernetes is found", () => {
  test.each(readdirSync(FOLDER))("in %s", (file) => {
    const readFile = (path: string) => readFileSync(path, "utf8");
    const { plan, warnings } = loadScenario({ file, text: readFile(join(FOLDER, file)), readFile });
    expect(warnings).toEqual([]);
    expect(findingsOf(plan)).toEqual(KNOWN[file] ?? []);
  });
});
