/** Each rule with a Job that it speaks about, and one that is just not so. */

import { describe, expect, test } from "vitest";
import { REFUSED } from "../../../src/analysis/lint/refused.ts";
import { LINT_RULES } from "../../../src/analysis/lint/registry.ts";
import { idsOf, type Written } from "./manifests.ts";

const INDEXED = { completionMode: "Indexed", completions: 4, parallelism: 2 };
const codes = (operator: string, ...values: number[]) => ({ onExitCodes: { operator, values } });
const DISRUPTION = { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
const policy = (...rules: object[]): Written => ({ spec: { podFailurePolicy: { rules } } });
const success = (...rules: object[]): Written => ({ spec: { ...INDEXED, successPolicy: { rules } } });
const owned = { ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: "c", uid: "u", controller: true }] };

/** By id: what triggers the rule, and what is nearly so. */
const CASES: Readonly<Record<string, { readonly speaks: Written; readonly silent: Written }>> = {
  JS001: { speaks: { spec: { backoffLimit: -1 } }, silent: { spec: { backoffLimit: 0 } } },
  JS101: { speaks: {}, silent: { spec: { completions: 0, parallelism: 1 } } },
  JS102: {
    speaks: { spec: { backoffLimit: 2, parallelism: 3, completions: 9 } },
    silent: { spec: { backoffLimit: 2, parallelism: 3, completions: 2 } },
  },
  JS103: {
    speaks: { spec: { parallelism: 4, completions: 9 } },
    silent: { spec: { parallelism: 3, completions: 9 } },
  },
  JS104: {
    speaks: { spec: { backoffLimit: 1 }, pod: { restartPolicy: "OnFailure" } },
    silent: { spec: { backoffLimit: 2 }, pod: { restartPolicy: "OnFailure" } },
  },
  JS105: {
    speaks: { spec: { backoffLimit: 3, parallelism: 3, completions: 3 }, pod: { restartPolicy: "OnFailure" } },
    silent: { spec: { backoffLimit: 4, parallelism: 3, completions: 3 }, pod: { restartPolicy: "OnFailure" } },
  },
  JS106: { speaks: { spec: { backoffLimit: 149 } }, silent: { spec: { backoffLimit: 148 } } },
  JS110: { speaks: { pod: { restartPolicy: "OnFailure" } }, silent: {} },
  JS120: { speaks: {}, silent: { spec: { activeDeadlineSeconds: 86_400 } } },
  JS121: { speaks: { spec: { parallelism: 0 } }, silent: { spec: { parallelism: 0, suspend: true } } },
  JS130: {
    speaks: { spec: { activeDeadlineSeconds: 630 } },
    silent: { spec: { activeDeadlineSeconds: 631 } },
  },
  JS131: { speaks: { spec: { activeDeadlineSeconds: 0 } }, silent: { spec: { activeDeadlineSeconds: 1 } } },
  JS140: {
    speaks: policy({ action: "FailJob", ...codes("NotIn", 3) }, { action: "Count", ...codes("In", 1, 2) }),
    silent: policy({ action: "FailJob", ...codes("NotIn", 3) }, { action: "Count", ...codes("In", 1, 3) }),
  },
  JS141: {
    speaks: policy({ action: "FailJob", ...codes("In", 256) }),
    silent: policy({ action: "FailJob", ...codes("In", 255) }),
  },
  JS142: { speaks: policy({ action: "Ignore", ...codes("In", 1) }), silent: policy(DISRUPTION) },
  JS150: {
    speaks: success({ succeededIndexes: "0-2", succeededCount: 1 }, { succeededIndexes: "1-2" }),
    silent: success({ succeededIndexes: "0-2", succeededCount: 1 }, { succeededIndexes: "3" }),
  },
  JS151: { speaks: success({ succeededCount: 4 }), silent: success({ succeededCount: 3 }) },
  JS160: {
    speaks: { spec: { completionMode: "Indexed", completions: 250_000, parallelism: 10 } },
    silent: { spec: { completionMode: "Indexed", completions: 220_000, parallelism: 10 } },
  },
  JS161: { speaks: { spec: INDEXED }, silent: { spec: { ...INDEXED, backoffLimitPerIndex: 1 } } },
  JS162: {
    speaks: { spec: { ...INDEXED, backoffLimitPerIndex: 1, maxFailedIndexes: 4 } },
    silent: { spec: { ...INDEXED, backoffLimitPerIndex: 1, maxFailedIndexes: 3 } },
  },
  JS163: {
    speaks: { spec: { ...INDEXED, backoffLimitPerIndex: 2, backoffLimit: 2 } },
    silent: { spec: { ...INDEXED, backoffLimitPerIndex: 2, backoffLimit: 3 } },
  },
  JS170: {
    speaks: { spec: { ttlSecondsAfterFinished: 59 } },
    silent: { spec: { ttlSecondsAfterFinished: 60 } },
  },
  JS171: { speaks: {}, silent: { metadata: owned } },
  JS172: {
    speaks: { spec: { ttlSecondsAfterFinished: 600 }, metadata: { labels: { "argocd.argoproj.io/instance": "a" } } },
    silent: {
      spec: { ttlSecondsAfterFinished: 600 },
      metadata: { annotations: { "argocd.argoproj.io/hook": "Sync" } },
    },
  },
  JS180: { speaks: {}, silent: policy(DISRUPTION) },
  JS190: { speaks: {}, silent: { spec: { podReplacementPolicy: "Failed" } } },
};

const ids = [REFUSED, ...LINT_RULES].map(({ id }) => id);

describe("each rule speaks about one Job and is silent about one that is nearly so", () => {
  test.each(ids)("%s", (id) => {
    const found = CASES[id];
    expect(found, "every rule has its two Jobs").toBeDefined();
    expect(idsOf(found?.speaks ?? {})).toContain(id);
    expect(idsOf(found?.silent ?? {})).not.toContain(id);
  });
});

test("ids are unique and in order", () => {
  expect(ids).toEqual([...new Set(ids)].sort());
});

test("an empty success policy rule is never met", () => {
  expect(idsOf(success({ succeededIndexes: "" }))).toContain("JS150");
});

test("exit codes beyond 255 are fine on Windows", () => {
  const spec = { podFailurePolicy: { rules: [{ action: "FailJob", ...codes("In", 1_000) }] } };
  expect(idsOf({ spec, pod: { os: { name: "windows" } } })).not.toContain("JS141");
});
