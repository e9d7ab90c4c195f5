/** Findings of lint for one release, and for a range. */

import { describe, expect, test } from "vitest";
import { CONCERNS } from "../../../src/analysis/lint/concerns.ts";
import { pageOf } from "../../../src/simulation/releases/catalog.ts";
import { RELEASES, type Release } from "../../../src/simulation/releases/releases.ts";
import type { SwitchId } from "../../../src/simulation/switches.ts";
import { foundIn, type Written } from "./manifests.ts";

const INDEXED = { completionMode: "Indexed", completions: 4, parallelism: 2 };
const PER_INDEX: Written = { spec: { ...INDEXED, backoffLimitPerIndex: 1 } };
const IGNORED = { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
const WITH_POLICY: Written = { spec: { podFailurePolicy: { rules: [IGNORED] } } };
const SIDECAR = [{ name: "proxy", image: "proxy", restartPolicy: "Always" }];

/** The findings with an id, each with its releases. */
function told(id: string, written: Written, ...releases: readonly Release[]): string[] {
  return foundIn(written, ...releases)
    .filter((finding) => finding.id === id)
    .map(({ path, span = "", message }) => `${span} ${path}: ${message}`.trim());
}

describe("a field that a release does not support", () => {
  test("is found if it is unknown, and if it is dropped", () => {
    expect(told("JS210", PER_INDEX, ...RELEASES)).toEqual([
      "until 1.27 spec.backoffLimitPerIndex: the field is unknown and is removed with a warning: backoffLimit counts the failures of all indexes together, and one bad index fails the Job",
    ]);
    expect(told("JS211", PER_INDEX, ...RELEASES)).toEqual([
      "in 1.28 spec.backoffLimitPerIndex: the field is silently dropped: backoffLimit is stored as 2147483647, so that the Job never gives up",
    ]);
  });

  test("is off by default before the release that enabled it", () => {
    expect(told("JS211", WITH_POLICY, ...RELEASES)).toEqual([
      expect.stringMatching(/^in 1\.25 spec\.podFailurePolicy:/),
    ]);
    expect(told("JS211", WITH_POLICY, "1.26")).toEqual([]);
  });

  test("can be in the pod template", () => {
    const pod = { initContainers: SIDECAR };
    expect(told("JS210", { pod }, ...RELEASES)).toEqual([
      "until 1.27 spec.template.spec.initContainers[0].restartPolicy: the field is unknown and is removed with a warning: pods do not have it",
    ]);
    expect(told("JS210", { pod }, "1.36")).toEqual([]);
  });

  test("does not make a Job endless that has its own backoffLimit", () => {
    const [text] = told("JS211", { spec: { ...PER_INDEX.spec, backoffLimit: 3 } }, "1.28");
    expect(text).toContain("one bad index fails the Job");
  });

  test("is removed together with rules with FailIndex, which older releases refuse", () => {
    const rule = { action: "FailIndex", onExitCodes: { operator: "In", values: [1] } };
    const written = { spec: { ...PER_INDEX.spec, podFailurePolicy: { rules: [rule] } } };
    expect(told("JS211", written, "1.28").join()).toContain(
      "spec.podFailurePolicy.rules[0]: the rule is silently dropped",
    );
    expect(told("JS001", written, "1.27", "1.28").join()).toMatch(/^in 1\.27 .*Unsupported value: "FailIndex"/);
  });
});

describe("a finding that applies to part of a range says which", () => {
  const WITH_BOTH: Written = { spec: { ...WITH_POLICY.spec, ...INDEXED } };
  test.each([
    ["JS190", {}, ["1.27", "1.28", "1.29"], ["until 1.28", "since 1.29"]],
    // With a podFailurePolicy, pods are only replaced immediately until 1.27.
    ["JS190", WITH_BOTH, ["1.27", "1.28", "1.29"], ["in 1.27"]],
    ["JS163", { spec: { ...INDEXED, backoffLimitPerIndex: 2, backoffLimit: 2 } }, ["1.28", "1.29"], ["since 1.29"]],
    ["JS103", { spec: { parallelism: 6, completions: 9 } }, ["1.26", "1.27", "1.28"], ["since 1.27"]],
    ["JS170", { spec: { ttlSecondsAfterFinished: 5 } }, ["1.25", "1.36"], [undefined]],
  ] as const)("%s of %j in %j", (id, written, releases, spans) => {
    const found = foundIn(written, ...releases).filter((finding) => finding.id === id);
    expect(found.map(({ span }) => span)).toEqual(spans);
  });

  test("and its numbers are those of the release", () => {
    const seven = { spec: { parallelism: 7, completions: 9, backoffLimit: 9 } };
    expect(told("JS103", seven, "1.27", "1.28")).toEqual([
      "in 1.27 spec.parallelism: if 7 pods fail together, the next waits 6m",
      "since 1.28 spec.parallelism: if 7 pods fail together, the next waits 10m",
    ]);
  });
});

describe("a changed default", () => {
  test("is reported if releases differ, unless a user wrote the value", () => {
    const found = told("JS212", {}, "1.26", "1.27", "1.28", "1.29");
    expect(found).toContain(
      'spec: manualSelector: false since 1.29; podReplacementPolicy: "TerminatingOrFailed" since 1.29',
    );
    expect(found).toContain(
      "spec.selector.matchLabels: controller-uid: the UID in 1.26; batch.kubernetes.io/controller-uid: the UID since 1.27",
    );
    expect(told("JS212", { spec: { podReplacementPolicy: "Failed", manualSelector: false } }, "1.28", "1.29")).toEqual(
      [],
    );
  });

  test("is not checked in a release that refuses the Job", () => {
    expect(told("JS212", { spec: { backoffLimit: -1 } }, "1.28", "1.29")).toEqual([]);
  });
});

/** By switch: a Job that it affects, and a similar one that it does not. */
const MATTERS: Readonly<Partial<Record<SwitchId, readonly [speaks: Written, silent: Written]>>> = {
  backoffSource: [{}, { pod: { restartPolicy: "OnFailure" } }],
  backoffCap: [{ spec: { backoffLimit: 7 } }, { spec: { backoffLimit: 6 } }],
  activeDuringBackoff: [{ spec: { parallelism: 2 } }, { spec: { parallelism: 2, completions: 1 } }],
  backoffLimitCheck: [{ spec: { parallelism: 2 } }, { spec: { parallelism: 1 } }],
  sidecarFinishTime: [
    { pod: { initContainers: SIDECAR } },
    { spec: { backoffLimit: 0 }, pod: { initContainers: SIDECAR } },
  ],
  sidecarDeletionOrder: [{ spec: { parallelism: 2 }, pod: { initContainers: SIDECAR } }, { spec: { parallelism: 2 } }],
  capBlocksFinish: [{ spec: { parallelism: 501 } }, { spec: { parallelism: 500 } }],
  eventBudget: [{ spec: { parallelism: 25 } }, { spec: { parallelism: 24 } }],
  elasticIndexed: [{ spec: INDEXED }, { spec: { completions: 4 } }],
  indexLabelOnPods: [{ spec: INDEXED }, { spec: { completions: 4 } }],
  completionCountsRest: [{ spec: { parallelism: 2 } }, { spec: { parallelism: 2, completions: 2 } }],
  completionsWarning: [
    {
      spec: {
        completionMode: "Indexed",
        completions: 100_001,
        parallelism: 10_001,
        backoffLimitPerIndex: 1,
        maxFailedIndexes: 1,
      },
    },
    { spec: { completionMode: "Indexed", completions: 100_000, parallelism: 10_001 } },
  ],
  replaceAfterTermination: [WITH_POLICY, {}],
  suspendClearsStartTime: [{ spec: { activeDeadlineSeconds: 9 } }, {}],
  mutableTemplate: [{ spec: { suspend: true } }, { spec: { suspend: false } }],
  failureTarget: [{}, {}],
  successCriteriaMet: [{}, {}],
  terminalConditionDelay: [{ spec: { activeDeadlineSeconds: 9 } }, {}],
  deletedLowersReady: [{ spec: { parallelism: 2 } }, {}],
  generateNameRetries: [{ metadata: { name: undefined, generateName: "job-" } }, {}],
  nameWarning: [{ metadata: { name: "job.one" } }, { metadata: { name: "job-one" } }],
};
/** These change for every Job. */
const ALWAYS: readonly SwitchId[] = ["failureTarget", "successCriteriaMet"];

describe("a changed behaviour is reported if fields of the Job make it matter", () => {
  const pagesOf = (written: Written) => foundIn(written, ...RELEASES).map(({ page }) => page);
  test.each(CONCERNS.map(({ switchId }) => switchId))("%s", (id) => {
    const [speaks, silent] = MATTERS[id] ?? [{}, {}];
    expect(MATTERS[id], "every concern has its two Jobs").toBeDefined();
    expect(pagesOf(speaks)).toContain(pageOf(id));
    if (!ALWAYS.includes(id)) expect(pagesOf(silent)).not.toContain(pageOf(id));
  });

  test("with the value of each release", () => {
    expect(told("JS213", { spec: { activeDeadlineSeconds: 9 } }, "1.35", "1.36.0").join()).toContain(
      "spec.activeDeadlineSeconds: startTime of a suspended Job: no in 1.35, yes since 1.36.",
    );
  });

  test("but not if there is only one release", () => {
    expect(foundIn({ spec: { activeDeadlineSeconds: 9 } }, "1.30").filter(({ id }) => id >= "JS200")).toEqual([]);
  });
});
