/** Since when a rule holds is what runs of the releases show, and what is told of older ones is true of some. */

import { describe, expect, test } from "vitest";
import { validityOf } from "../../../src/analysis/explain/rule-releases.ts";
import { RULE_IDS, type RuleId } from "../../../src/controller/job/rules.ts";
import { NEWEST_RELEASE, RELEASES, type Release, switchesOf } from "../../../src/simulation/releases/releases.ts";
import { fits, releasesWhere } from "../../../src/simulation/releases/switch-pattern.ts";
import { formersIn, releasesOf, sinceText } from "../../../src/simulation/releases/validity.ts";
import { CASES, decisionsOf } from "./cases.ts";

function decides(rule: RuleId, kubernetes: Release): boolean {
  const { decisions } = decisionsOf({ ...CASES[rule], plan: { ...CASES[rule].plan, kubernetes } });
  return decisions.some((decision) => decision.rule === rule);
}

/** In these releases the case itself needs a field that came later. */
const NEEDS_LATER: { readonly [id in RuleId]?: Release } = {
  // Without podReplacementPolicy, which came with 1.29, only a podFailurePolicy makes a Job wait.
  "replaced-after-termination": "1.29",
};

describe("a rule decides from the release on that is told, and not before", () => {
  test.each(RULE_IDS)("%s", (rule) => {
    const [first = NEWEST_RELEASE] = releasesOf(validityOf(rule));
    expect(decides(rule, NEEDS_LATER[rule] ?? first)).toBe(true);
    const before = RELEASES[RELEASES.indexOf(first) - 1];
    if (before !== undefined) expect(decides(rule, before)).toBe(false);
  });
});

describe("what is told of older releases", () => {
  test.each(RULE_IDS)("%s: is true of some, and not of the newest", (rule) => {
    for (const { where, text } of validityOf(rule).formerly ?? []) {
      expect(releasesWhere(where), text).not.toEqual([]);
      expect(fits(where, switchesOf(NEWEST_RELEASE)), text).toBe(false);
    }
  });
});

describe("since when a rule holds follows from the switches", () => {
  test.each([
    ["pods-created", "1.25 or earlier"],
    ["fail-job-rule", "1.26"],
    ["failure-ignored", "1.26"],
    ["backoff-of-job", "1.27"],
    ["replaced-after-termination", "1.28"],
    ["index-failed", "1.29"],
    ["waits-for-termination", "1.31"],
    ["success-policy", "1.31"],
    ["managed-elsewhere", "1.32"],
    ["cache-behind", "1.36"],
  ] as const)("%s: %s", (rule, since) => {
    expect(sinceText(validityOf(rule))).toBe(since);
  });

  test("a patch release is named where it is one that changed something", () => {
    const told = formersIn(validityOf("backoff-of-job"), switchesOf("1.36.2"));
    expect(told.map(({ span }) => span)).toEqual(["1.27 to 1.36.2", "1.32 to 1.36.2"]);
  });

  test("a switch that a scenario overrides counts as it is set", () => {
    const told = formersIn(validityOf("suspended"), { ...switchesOf("1.36"), suspendClearsStartTime: false });
    expect(told).toHaveLength(1);
  });
});
