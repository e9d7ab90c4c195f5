/** What the releases do to whole runs: the worked examples that their description gives. */

import { describe, expect, test } from "vitest";
import { historyOf, SWITCH_IDS } from "../../src/simulation/releases/catalog.ts";
import { isRelease, MINOR_RELEASES, RELEASES, switchesOf } from "../../src/simulation/releases/releases.ts";
import { DEFAULT_SWITCHES } from "../../src/simulation/switches.ts";
import { conditionAt, creations, play, writes } from "./helpers.ts";

describe("the table of releases", () => {
  test("has the twelve minor releases and the patch releases that differ", () => {
    expect(MINOR_RELEASES).toEqual(
      ["25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36"].map((m) => `1.${m}`),
    );
    expect(RELEASES).toHaveLength(15);
    expect(isRelease("1.24")).toBe(false);
  });

  test("ends with the newest release, which is the default", () => {
    expect(switchesOf("1.36")).toEqual(DEFAULT_SWITCHES);
    expect(switchesOf("1.36.2")).toEqual({ ...DEFAULT_SWITCHES, activeDuringBackoff: "zero" });
  });

  test("lists every switch, and each was changed at least once", () => {
    expect([...SWITCH_IDS].sort()).toEqual(Object.keys(DEFAULT_SWITCHES).sort());
    for (const id of SWITCH_IDS) expect(historyOf(id).length, id).toBeGreaterThan(1);
  });
});

describe("a pod that fails again and again", () => {
  const setting = { spec: { backoffLimit: 100 }, script: { runMs: 1700, exitCode: 1 }, untilMs: 1_400_000 };
  test.each([
    ["1.25", [0, 4.2, 17.4, 40.6, 83.8, 167, 330.2, 653.4, 1016.6, 1379.8]],
    ["1.26", [0, 4.2, 17.4, 40.6, 83.8, 167, 330.2, 653.4, 1016.6, 1379.8]],
    ["1.27", [0, 13, 36, 79, 162, 325, 648, 1011, 1374]],
    ["1.28", [0, 13, 36, 79, 162, 325, 648, 1251]],
    ["1.36", [0, 13, 36, 79, 162, 325, 648, 1251]],
  ] as const)("is created in %s at these seconds", (kubernetes, seconds) => {
    expect(creations(play({ kubernetes, ...setting })).map((ms) => ms / 1000)).toEqual(seconds);
  });
});

describe("a deadline that passes while a pod runs", () => {
  test.each([
    ["1.28", 10_000],
    ["1.30", 10_000],
    ["1.31", 12_500],
    ["1.36", 12_500],
  ] as const)("fails the Job in %s at %d ms", (kubernetes, failedMs) => {
    expect(conditionAt(play({ kubernetes, spec: { activeDeadlineSeconds: 10 } }), "Failed")).toBe(failedMs);
  });
});

describe("a Job whose first pod fails while the other is Ready", () => {
  const setting = {
    spec: { parallelism: 2, completions: 2 },
    first: [{ runMs: 1700, exitCode: 1 }],
  };
  test.each([
    ["1.25", "4200: active 2, failed 1"],
    ["1.27", "4200: active 0, failed 1"],
    ["1.31", "3500: active 0, failed 1"],
    ["1.35", "13000: active 2, failed 1"],
    ["1.36.2", "13000: active 2, failed 1"],
    ["1.36", "3500: active 1, failed 1"],
  ] as const)("counts the failure in %s at %s", (kubernetes, write) => {
    const counted = writes(play({ kubernetes, ...setting }), "active", "failed").find((text) =>
      text.endsWith("failed 1"),
    );
    expect(counted).toBe(write);
  });
});
