/**
 * Lint over manifests as people have them, made anonymous and in words of our own: files whose name begins with `bad-`
 * have one danger or error planted, the others have no defect that would bite.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Finding, lintScenario } from "../../src/analysis/lint/lint.ts";
import { loadScenario } from "../../src/scenario/load.ts";

const FOLDER = new URL("corpus/", import.meta.url).pathname;
const files = readdirSync(FOLDER).map((file) => file.replace(".yaml", ""));

/** What is found in addition to advice. */
function graveIn(name: string): readonly Finding[] {
  const file = `${FOLDER}${name}.yaml`;
  const text = readFileSync(file, "utf8");
  const loaded = loadScenario({ text, file, readFile: () => "" });
  return lintScenario(loaded, () => text).filter(({ severity }) => severity !== "advice");
}

const PLANTED = [
  ["bad-world-size", "JS122"],
  ["bad-world-size-env", "JS122"],
  ["bad-sql-proxy", "JS123"],
  ["bad-mesh", "JS123"],
  ["bad-log-shipper", "JS123"],
  ["bad-ttl-zero", "JS170"],
  ["bad-no-time", "JS131"],
  ["bad-deadline", "JS130"],
  ["bad-first-wave", "JS102"],
  ["bad-summed-restarts", "JS105"],
  ["bad-days", "JS106"],
  ["bad-endless-ignore", "JS142"],
  ["bad-empty-volume", "JS124"],
  ["bad-image-blank", "JS002"],
  ["bad-gpu-fraction", "JS001"],
  ["bad-restart-policy", "JS001"],
] as const;

describe("the corpus", () => {
  test("is large enough to be meaningful", () => {
    expect(files.length).toBeGreaterThanOrEqual(60);
    expect(files.filter((name) => name.startsWith("bad-")).toSorted()).toEqual(
      PLANTED.map(([name]) => name).toSorted(),
    );
  });

  test.each(PLANTED)("%s: %s is found", (name, id) => {
    expect(graveIn(name).map((finding) => finding.id)).toContain(id);
  });

  test("of the others at most one in five fails a check", () => {
    const harmless = files.filter((name) => !name.startsWith("bad-"));
    const failing = harmless.filter((name) => graveIn(name).length > 0);
    expect(failing.length).toBeLessThanOrEqual(harmless.length / 5);
  });
});
