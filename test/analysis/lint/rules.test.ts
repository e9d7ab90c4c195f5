/** Each rule, with a Job that it reports and a similar one that it does not. */

import { describe, expect, test } from "vitest";
import { CRON_RULES } from "../../../src/analysis/lint/cron-jobs/lint-cron-job.ts";
import { ALL_RULES } from "../../../src/analysis/lint/registry.ts";
import { NEWEST_RELEASE, RELEASES, type Release } from "../../../src/simulation/releases/releases.ts";
import { releasesOf } from "../../../src/simulation/releases/validity.ts";
import { findingsOf, foundIn, idsOf, manifestOf, type Written } from "./manifests.ts";

const INDEXED = { completionMode: "Indexed", completions: 4, parallelism: 2 };
const codes = (operator: string, ...values: number[]) => ({ onExitCodes: { operator, values } });
const DISRUPTION = { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
const policy = (...rules: object[]): Written => ({ spec: { podFailurePolicy: { rules } } });
const success = (...rules: object[]): Written => ({ spec: { ...INDEXED, successPolicy: { rules } } });
const owned = { ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: "c", uid: "u", controller: true }] };

const probed = (probes: object) => ({ containers: [{ name: "c", image: "i", ...probes }] });
const SIDE_CAR = { initContainers: [{ name: "proxy", image: "i", restartPolicy: "Always" }] };

interface Case {
  readonly speaks: Written;
  readonly silent: Written;
  /** The releases to check; the newest if absent. */
  readonly releases?: readonly Release[];
  /** What triggers the rule in its oldest release, if that takes more. */
  readonly speaksFirst?: Written;
}

/** By id: what triggers the rule, and what just does not. */
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
  JS125: {
    speaks: { pod: { containers: [{ name: "c", image: "i", restartPolicy: "Always" }] } },
    silent: { pod: { initContainers: [{ name: "c", image: "i", restartPolicy: "Always" }] } },
  },
  JS126: {
    speaks: { pod: { initContainers: [{ name: "istio-proxy", image: "i" }] } },
    silent: { pod: { initContainers: [{ name: "istio-proxy", image: "i", restartPolicy: "Always" }] } },
  },
  JS127: {
    speaks: { pod: probed({ livenessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 39 } }) },
    silent: { pod: probed({ livenessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 40 } }) },
  },
  JS128: {
    speaks: { pod: { containers: [{ name: "c", image: "registry.example.com/Worker:1" }] } },
    silent: { pod: { containers: [{ name: "c", image: "Registry.example.com/worker:V1" }] } },
  },
  JS129: {
    speaks: { template: { annotations: { "vault.hashicorp.com/agent-inject": "true" } } },
    silent: {
      template: {
        annotations: {
          "vault.hashicorp.com/agent-inject": "true",
          "vault.hashicorp.com/agent-pre-populate-only": "true",
        },
      },
    },
  },
  JS130: {
    speaks: { spec: { activeDeadlineSeconds: 630 } },
    silent: { spec: { activeDeadlineSeconds: 631 } },
  },
  JS131: { speaks: { spec: { activeDeadlineSeconds: 0 } }, silent: { spec: { activeDeadlineSeconds: 1 } } },
  JS132: {
    speaks: { pod: { activeDeadlineSeconds: 60 } },
    silent: { pod: { activeDeadlineSeconds: 60 }, spec: { activeDeadlineSeconds: 60 } },
  },
  JS133: {
    speaks: { pod: { ...probed({ lifecycle: { preStop: { exec: { command: ["sleep", "30"] } } } }) } },
    silent: { pod: { ...probed({ lifecycle: { preStop: { exec: { command: ["sleep", "29"] } } } }) } },
  },
  JS134: {
    speaks: { pod: { ...probed({ lifecycle: { postStart: { tcpSocket: { port: 80 } } } }) } },
    silent: { pod: { ...probed({ lifecycle: { postStart: { httpGet: { port: 80, path: "/" } } } }) } },
  },
  JS140: {
    speaks: policy({ action: "FailJob", ...codes("NotIn", 3) }, { action: "Count", ...codes("In", 1, 2) }),
    silent: policy({ action: "FailJob", ...codes("NotIn", 3) }, { action: "Count", ...codes("In", 1, 3) }),
  },
  JS141: {
    speaks: policy({ action: "FailJob", ...codes("In", 256) }),
    silent: policy({ action: "FailJob", ...codes("In", 255) }),
  },
  JS142: { speaks: policy({ action: "Ignore", ...codes("In", 1) }), silent: policy(DISRUPTION) },
  JS143: {
    speaks: { ...policy({ action: "FailJob", ...codes("NotIn", 1, 137) }), pod: SIDE_CAR },
    silent: { ...policy({ action: "FailJob", ...codes("NotIn", 1, 137, 143) }), pod: SIDE_CAR },
  },
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
  JS164: {
    speaks: { spec: { ...INDEXED, backoffLimitPerIndex: 2 }, pod: { restartPolicy: "OnFailure" } },
    silent: { spec: { ...INDEXED, backoffLimitPerIndex: 2 } },
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
  JS191: { speaks: policy(DISRUPTION), silent: { spec: { podReplacementPolicy: "TerminatingOrFailed" } } },
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

/** Rules about CronJobs have a separate table. */
const OF_CRON_JOBS = new Set(CRON_RULES.map(({ id }) => id));
/** JS003 needs a second file, and is tested with the command. */
const RULES = ALL_RULES.filter(({ id }) => id !== "JS003" && !OF_CRON_JOBS.has(id));
const ids = RULES.map(({ id }) => id);

describe("each rule reports one Job, and not a similar one", () => {
  test.each(ids)("%s", (id) => {
    const found = CASES[id];
    expect(found, "every rule has its two Jobs").toBeDefined();
    const releases = found?.releases ?? [NEWEST_RELEASE];
    expect(idsOf(found?.speaks ?? {}, ...releases)).toContain(id);
    expect(idsOf(found?.silent ?? {}, ...releases)).not.toContain(id);
  });
});

describe("each rule reports a Job since its stated release, and not before", () => {
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

test.each([
  ["cloud-sql-proxy", "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.8"],
  ["proxy", "gcr.io/cloudsql-docker/gce-proxy:1.33"],
  ["cloud_sql_proxy", "x"],
  ["istio-proxy", "docker.io/istio/proxyv2:1.20"],
  ["mesh", "envoyproxy/envoy:v1.29"],
  ["linkerd-proxy", "cr.l5d.io/linkerd/proxy:stable"],
  ["auth", "quay.io/oauth2-proxy/oauth2-proxy:v7"],
  ["logs", "fluent/fluent-bit:3.0"],
  ["vault-agent", "hashicorp/vault:1.16"],
  ["my-sidecar", "registry.example.com/side-work:1"],
])("container %s with image %s next to the worker never ends", (name, image) => {
  const containers = [
    { name: "main", image: "worker" },
    { name, image },
  ];
  expect(idsOf({ pod: { containers } })).toContain("JS123");
});

test.each([
  ["torchrun --nnodes=4 train.py", true],
  ["torchrun --nnodes=2:8 train.py", true],
  ["torchrun --nnodes=1:8 train.py", false],
  ["torchrun --nnodes=1 --nproc-per-node=8 train.py", false],
  ["mpirun -np 8 ./solve", true],
  ["/usr/bin/mpirun -np 8 -npernode 8 ./solve", false],
  ["./solve -np 8", false],
  ["train.py --world-size 16 --nproc_per_node 8", true],
  ["train.py --world-size 16 --nproc_per_node 16", false],
])("one pod at a time with %s waits for others: %s", (command, waits) => {
  const containers = [{ name: "main", image: "worker", command: ["sh", "-c", command] }];
  expect(idsOf({ spec: { completions: 8 }, pod: { containers } }).includes("JS122")).toBe(waits);
});

test.each([
  [{ WORLD_SIZE: "16" }, { "nvidia.com/gpu": "8" }, true],
  [{ WORLD_SIZE: "16", LOCAL_WORLD_SIZE: "16" }, {}, false],
  [{ WORLD_SIZE: "8" }, { "nvidia.com/gpu": "8" }, false],
])("one pod at a time with %j and %j waits for others: %s", (variables, limits, waits) => {
  const env = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const containers = [{ name: "main", image: "worker", env, resources: { limits } }];
  expect(idsOf({ spec: { completions: 8 }, pod: { containers } }).includes("JS122")).toBe(waits);
});

test("a pod that runs past its own deadline can never succeed, by its command or by the scenario", () => {
  const containers = [{ name: "main", image: "worker", command: ["sleep", "5m"] }];
  const pod = { activeDeadlineSeconds: 60, containers };
  const found = foundIn({ pod }).find(({ id }) => id === "JS132");
  expect([found?.severity, found?.message]).toEqual([
    "danger",
    "each pod fails 60s after its start, and its container runs for 5m: no pod can succeed, and the Job fails after its retries",
  ]);
  const jobs = [{ manifest: manifestOf({ pod: { activeDeadlineSeconds: 60 } }) }];
  const scenario = { apiVersion: "jobsim.dev/v1", kind: "Scenario", jobs, pods: { default: { run: "forever" } } };
  const told = findingsOf(JSON.stringify(scenario)).find(({ id }) => id === "JS132");
  expect(told?.message).toContain("its container runs until it is stopped");
});

test("the advice on disruptions and on overlaps says that the Job waits for lost nodes", () => {
  for (const id of ["JS180", "JS190"]) {
    const rule = ALL_RULES.find((other) => other.id === id);
    expect(`${rule?.advice} ${rule?.why}`).toMatch(/waits? for pods of lost nodes[\s\S]*if its node is lost/);
  }
});
