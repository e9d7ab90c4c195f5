/** Each rule with a Job that it speaks about, and one that is just not so. */

import { describe, expect, test } from "vitest";
import { CRON_RULES } from "../../../src/analysis/lint/cron-jobs/lint-cron-job.ts";
import { ALL_RULES } from "../../../src/analysis/lint/registry.ts";
import { NEWEST_RELEASE, RELEASES, type Release } from "../../../src/simulation/releases/releases.ts";
import { releasesOf } from "../../../src/simulation/releases/validity.ts";
import { idsOf, type Written } from "./manifests.ts";

const INDEXED = { completionMode: "Indexed", completions: 4, parallelism: 2 };
const codes = (operator: string, ...values: number[]) => ({ onExitCodes: { operator, values } });
const DISRUPTION = { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
const policy = (...rules: object[]): Written => ({ spec: { podFailurePolicy: { rules } } });
const success = (...rules: object[]): Written => ({ spec: { ...INDEXED, successPolicy: { rules } } });
const owned = { ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: "c", uid: "u", controller: true }] };

interface Case {
  readonly speaks: Written;
  readonly silent: Written;
  /** The releases that are looked at; the newest where absent. */
  readonly releases?: readonly Release[];
  /** What triggers it in the oldest release in which it holds, where that takes more. */
  readonly speaksFirst?: Written;
}

/** By id: what triggers the rule, and what is nearly so. */
const CASES: Readonly<Record<string, Case>> = {
  JS001: { speaks: { spec: { backoffLimit: -1 } }, silent: { spec: { backoffLimit: 0 } } },
  JS002: {
    speaks: { pod: { containers: [{ name: "c", image: "i " }] } },
    silent: { pod: { containers: [{ name: "c", image: "i" }] } },
  },
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
  JS106: {
    speaks: { spec: { backoffLimit: 149 } },
    silent: { spec: { backoffLimit: 148 } },
    // No delay was longer than six minutes.
    speaksFirst: { spec: { backoffLimit: 245 } },
  },
  JS110: { speaks: { pod: { restartPolicy: "OnFailure" } }, silent: {} },
  JS120: { speaks: {}, silent: { spec: { activeDeadlineSeconds: 86_400 } } },
  JS121: { speaks: { spec: { parallelism: 0 } }, silent: { spec: { parallelism: 0, suspend: true } } },
  JS122: {
    speaks: { spec: { completions: 2 }, pod: { containers: [{ name: "c", image: "i", args: ["--nnodes", "2"] }] } },
    silent: {
      spec: { completions: 2, parallelism: 2 },
      pod: { containers: [{ name: "c", image: "i", args: ["--nnodes", "2"] }] },
    },
  },
  JS123: {
    speaks: {
      pod: {
        containers: [
          { name: "c", image: "i" },
          { name: "d", image: "example.com/envoy:1" },
        ],
      },
    },
    silent: { pod: { containers: [{ name: "d", image: "example.com/envoy:1" }] } },
  },
  JS124: { speaks: { pod: { volumes: [{ name: "v" }] } }, silent: { pod: { volumes: [{ name: "v", emptyDir: {} }] } } },
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
  JS220: {
    speaks: { pod: { runtimeClassName: "gvisor" } },
    silent: { pod: { hostNetwork: false, serviceAccountName: "robot" } },
  },
  JS210: { releases: ["1.29"], speaks: success({ succeededCount: 1 }), silent: policy(DISRUPTION) },
  JS211: { releases: ["1.30"], speaks: success({ succeededCount: 1 }), silent: policy(DISRUPTION) },
  JS212: {
    releases: ["1.28", "1.29"],
    speaks: { spec: { podReplacementPolicy: "Failed" } },
    silent: { spec: { podReplacementPolicy: "Failed", manualSelector: false } },
  },
  JS213: {
    releases: ["1.35", "1.36"],
    speaks: { spec: { activeDeadlineSeconds: 60 } },
    silent: { spec: { backoffLimit: 0 } },
  },
};

/** Rules about CronJobs have a table of their own. */
const OF_CRON_JOBS = new Set(CRON_RULES.map(({ id }) => id));
/** JS003 takes a second file, and is tested with the command. */
const RULES = ALL_RULES.filter(({ id }) => id !== "JS003" && !OF_CRON_JOBS.has(id));
const ids = RULES.map(({ id }) => id);

describe("each rule speaks about one Job and is silent about one that is nearly so", () => {
  test.each(ids)("%s", (id) => {
    const found = CASES[id];
    expect(found, "every rule has its two Jobs").toBeDefined();
    const releases = found?.releases ?? [NEWEST_RELEASE];
    expect(idsOf(found?.speaks ?? {}, ...releases)).toContain(id);
    expect(idsOf(found?.silent ?? {}, ...releases)).not.toContain(id);
  });
});

describe("each rule speaks from the release on that is told, and not before", () => {
  const dated = RULES.filter(({ id }) => CASES[id]?.releases === undefined);
  test.each(dated)("$id", ({ id, validity }) => {
    const [first = NEWEST_RELEASE] = releasesOf(validity);
    const speaks = CASES[id]?.speaksFirst ?? CASES[id]?.speaks ?? {};
    expect(idsOf(speaks, first)).toContain(id);
    const before = RELEASES[RELEASES.indexOf(first) - 1];
    if (before !== undefined) expect(idsOf(speaks, before)).not.toContain(id);
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
