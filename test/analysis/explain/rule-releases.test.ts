/** Runs of all releases confirm since when a rule applies, and descriptions of older releases are true of some. */

import { describe, expect, test } from "vitest";
import { RULES } from "../../../src/analysis/explain/rules/rules.ts";
import { RULE_IDS, type RuleId } from "../../../src/controller/job/decisions.ts";
import { NEWEST_RELEASE, RELEASES, type Release, switchesOf } from "../../../src/simulation/releases/releases.ts";
import { fits, releasesWhere } from "../../../src/simulation/releases/switch-pattern.ts";
import { formersIn, releasesOf, sinceText } from "../../../src/simulation/releases/validity.ts";
import { CASES, decisionsOf } from "./cases.ts";

function decides(rule: RuleId, kubernetes: Release): boolean {
  const { decisions } = decisionsOf({ ...CASES[rule], plan: { ...CASES[rule].plan, kubernetes } });
  return decisions.some((decision) => decision.rule === rule);
}

/** In these releases the case needs a field that was added later. */
const NEEDS_LATER: { readonly [id in RuleId]?: Release } = {
  // Without podReplacementPolicy, which was added in 1.29, only a podFailurePolicy makes a Job wait.
  "replaced-after-termination": "1.29",
};

describe("a rule decides since its stated release, and not before", () => {
  test.each(RULE_IDS)("%s", (rule) => {
    const [first = NEWEST_RELEASE] = releasesOf(RULES[rule]);
    expect(decides(rule, NEEDS_LATER[rule] ?? first)).toBe(true);
    const before = RELEASES[RELEASES.indexOf(first) - 1];
    if (before !== undefined) expect(decides(rule, before)).toBe(false);
  });
});

describe("descriptions of older releases", () => {
  test.each(RULE_IDS)("%s: are true of some, and not of the newest", (rule) => {
    for (const { where, text } of RULES[rule].formerly ?? []) {
      expect(releasesWhere(where), text).not.toEqual([]);
      expect(fits(where, switchesOf(NEWEST_RELEASE)), text).toBe(false);
    }
  });
});

describe("since when a rule applies follows from the switches", () => {
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
    expect(sinceText(RULES[rule])).toBe(since);
  });

  test("a patch release is named if it changed something", () => {
    const told = formersIn(RULES["backoff-of-job"], switchesOf("1.36.2"));
    expect(told.map(({ span }) => span)).toEqual(["1.27 to 1.36.2", "1.32 to 1.36.2"]);
  });

  test("a switch that a scenario overrides counts with its new value", () => {
    const told = formersIn(RULES.suspended, { ...switchesOf("1.36"), suspendClearsStartTime: false });
    expect(told).toHaveLength(1);
  });
});
