/** What the API server does to new pods before it stores them: defaults, limits, priorities, policies and quotas. */

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import type { PodSpec } from "../../src/api/types.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { writeScenario } from "../../src/scenario/write/write-scenario.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";

interface Given {
  readonly spec?: JsonObject;
  readonly resources?: JsonObject;
  readonly labels?: JsonObject;
  readonly scenario?: JsonObject;
  readonly parallelism?: number;
}

function textOf({ spec = {}, resources = {}, labels = {}, scenario = {}, parallelism = 1 }: Given): string {
  const containers = [{ name: "main", image: "i", resources }];
  const template = { metadata: { labels }, spec: { restartPolicy: "Never", containers, ...spec } };
  const job = { parallelism, completions: parallelism, template };
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "a" }, spec: job };
  const head = { apiVersion: "jobsim.dev/v1", kind: "Scenario", jobs: [{ manifest, at: "1s" }] };
  return JSON.stringify({ ...head, until: "2m", pods: { default: { run: "10s" } }, ...scenario });
}

function play(given: Given): Simulation {
  return simulate(loadScenario({ text: textOf(given), file: "a.yaml", readFile: () => "" }).plan);
}

function podOf(given: Given) {
  const [pod] = play(given).server.pods.pods;
  if (pod === undefined) throw new Error("no pod");
  return pod;
}

function refusals({ log }: Simulation): string[] {
  return log.entries.flatMap((entry) => (entry.kind === "request" && entry.error ? entry.error.message : []));
}

const LIMITS = { limits: { cpu: "2", "nvidia.com/gpu": "1" } };
const REQUESTS = { requests: { cpu: "500m" } };

function created(manifest: JsonObject): JsonObject {
  return { events: [{ at: "0s", action: "createObject", manifest }] };
}

function limitRange(limits: readonly JsonObject[]): readonly (readonly [string, JsonObject])[] {
  const manifest = { apiVersion: "v1", kind: "LimitRange", metadata: { name: "l" }, spec: { limits } };
  return [
    ["in the file", { limitRanges: [{ limits }] }],
    ["as an object", created(manifest)],
  ];
}

describe("defaults of pods of the Job controller", () => {
  test("requests default to the limits", () => {
    expect(podOf({ resources: LIMITS }).spec.containers[0]?.resources?.requests).toEqual(LIMITS.limits);
  });

  test("a quota on requests counts pods that only have limits", () => {
    const scenario = { quotas: [{ hard: { "requests.cpu": "3", "requests.nvidia.com/gpu": 4 } }] };
    expect(refusals(play({ resources: LIMITS, parallelism: 2, scenario }))[0]).toMatch(
      /exceeded quota: quota, requested: requests.cpu=2, used: requests.cpu=2, limited: requests.cpu=3$/,
    );
  });

  test("matchLabelKeys are merged into the selectors", () => {
    const term = { topologyKey: "zone", labelSelector: { matchLabels: { app: "x" } } };
    const affinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, mismatchLabelKeys: ["version"] }] };
    const spread = { ...term, maxSkew: 1, whenUnsatisfiable: "DoNotSchedule", matchLabelKeys: ["version"] };
    const spec = { affinity: { podAntiAffinity: affinity }, topologySpreadConstraints: [spread] };
    const pod = podOf({ spec, labels: { app: "x", version: "7" } });
    const requirementsOf = ({ affinity: own, topologySpreadConstraints: [constraint] = [] }: PodSpec) => [
      constraint?.labelSelector?.matchExpressions,
      own?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]?.labelSelector?.matchExpressions,
    ];
    const requirement = { key: "version", values: ["7"] };
    expect(requirementsOf(pod.spec)).toEqual([
      [{ ...requirement, operator: "In" }],
      [{ ...requirement, operator: "NotIn" }],
    ]);
  });

  test("a pod with gates has a condition that says so, and starts when they are removed", () => {
    const run = play({ spec: { schedulingGates: [{ name: "quota" }] } });
    const [pod] = run.server.pods.pods;
    expect(pod?.status).toEqual({
      phase: "Pending",
      conditions: [
        {
          type: "PodScheduled",
          status: "False",
          reason: "SchedulingGated",
          message: "Scheduling is blocked due to non-empty scheduling gates",
        },
      ],
    });
    const pods = run.server.objects.named("pods");
    const spec = { ...pod?.spec, schedulingGates: [] };
    const open = (stored: object) => ({ ok: true as const, object: { ...stored, spec } });
    pods?.update("default", pod?.metadata.name ?? "", open as never, { actor: "user" });
    run.loop.run(200_000);
    expect([...run.server.pods.pods].map(({ status }) => status.phase)).toEqual(["Succeeded"]);
  });
});

describe("limit ranges", () => {
  const defaults = limitRange([{ type: "Container", default: { memory: "1Gi" }, max: { cpu: "4" } }]);

  test.each(defaults)("%s give containers defaults", (_where, scenario) => {
    const { spec, metadata } = podOf({ resources: REQUESTS, scenario });
    expect(spec.containers[0]?.resources).toEqual({
      requests: { cpu: "500m", memory: "1Gi" },
      limits: { cpu: "4", memory: "1Gi" },
    });
    expect(metadata.annotations?.["kubernetes.io/limit-ranger"]).toBe(
      "LimitRanger plugin set: memory request for container main; cpu, memory limit for container main",
    );
  });

  const bounds = limitRange([
    { type: "Container", min: { cpu: "1" }, max: { cpu: "1" }, maxLimitRequestRatio: { cpu: "2" } },
  ]);

  test.each(bounds)("%s reject with the message of the API server", (_where, scenario) => {
    const asked = refusals(play({ resources: { ...REQUESTS, ...LIMITS }, scenario }));
    expect(asked[0]?.replace(/a-\w{5}/, "a")).toBe(
      'pods "a" is forbidden: [minimum cpu usage per Container is 1, but request is 500m, maximum cpu usage per Container is 1, but limit is 2, cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000]',
    );
  });
});

describe("priority classes", () => {
  const named = { spec: { priorityClassName: "high" } };
  const classOf = (more: JsonObject) =>
    created({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "high" }, ...more });

  test.each([
    ["in the file", { priorityClasses: { high: { value: 7, preemptionPolicy: "Never" } } }],
    ["as an object", classOf({ value: 7, preemptionPolicy: "Never" })],
  ])("%s give pods their priority and their policy", (_where, scenario) => {
    expect(podOf({ ...named, scenario }).spec).toMatchObject({ priority: 7, preemptionPolicy: "Never" });
  });

  test("of a default class apply to pods that name none", () => {
    const { spec } = podOf({ scenario: classOf({ value: 7, globalDefault: true }) });
    expect(spec).toMatchObject({ priorityClassName: "high", priority: 7, preemptionPolicy: "PreemptLowerPriority" });
  });

  test("of every cluster do not have to be declared", () => {
    const scenario = { cluster: { nodes: [{}] } };
    expect(podOf({ spec: { priorityClassName: "system-node-critical" }, scenario }).spec.priority).toBe(2_000_001_000);
  });

  test("that do not exist are rejected", () => {
    const run = play({ ...named, scenario: { cluster: { nodes: [{}] } } });
    expect(refusals(run)[0]).toMatch(/^pods "a-\w{5}" is forbidden: no PriorityClass with name high was found$/);
  });
});

describe("quotas", () => {
  test.each([
    ["Terminating", { activeDeadlineSeconds: 60 }, {}, 1],
    ["Terminating", {}, {}, 2],
    ["NotTerminating", {}, {}, 1],
    ["BestEffort", {}, {}, 1],
    ["BestEffort", {}, REQUESTS, 2],
    ["NotBestEffort", {}, REQUESTS, 1],
  ])("of scope %s apply to pods %j with %j or not", (scope, spec, resources, pods) => {
    const scenario = { quotas: [{ hard: { pods: "1" }, scopes: [scope] }], until: "2s" };
    expect(play({ spec, resources, scenario, parallelism: 2 }).server.pods.pods.size).toBe(pods);
  });

  test("can apply to pods of one priority class only", () => {
    const scopeSelector = { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }] };
    const scenario = { quotas: [{ hard: { pods: "1" }, scopeSelector }], priorityClasses: { high: 1, low: 0 } };
    const count = (priorityClassName: string) =>
      play({ spec: { priorityClassName }, parallelism: 2, scenario: { ...scenario, until: "2s" } }).server.pods.pods
        .size;
    expect([count("high"), count("low")]).toEqual([1, 2]);
  });

  test("as objects show their usage", () => {
    const manifest = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "q" },
      spec: { hard: { pods: "1" } },
    };
    const run = play({ parallelism: 2, scenario: created(manifest) });
    const used = run.log.entries.flatMap((entry) => {
      if (entry.kind !== "commit" || entry.resource !== "objects" || entry.of !== "resourcequotas") return [];
      return [(entry.object as { status?: { used?: JsonObject } }).status?.used?.pods];
    });
    expect(used).toEqual([undefined, "0", "1", "0", "1", "0"]);
    expect(refusals(run)[0]).toMatch(/exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1$/);
  });

  test("that can never be met end a run, with a reason", () => {
    const scenario = { quotas: [{ hard: { "requests.cpu": "1" } }], until: undefined } as unknown as JsonObject;
    const run = play({ resources: LIMITS, scenario });
    expect(run.deadEnd).toMatch(
      /^the pods of Job a are refused each time, and nothing is left .* limited: requests.cpu=1$/,
    );
    expect(run.loop.nowMs).toBeLessThan(1_200_000);
  });

  test("that end later keep a run going until then", () => {
    const scenario = {
      quotas: [{ hard: { "requests.cpu": "1" }, for: "2h" }],
      until: undefined,
    } as unknown as JsonObject;
    const run = play({ resources: LIMITS, scenario });
    expect(run.deadEnd).toBeUndefined();
    expect(run.server.jobs.jobs.get("default", "a")?.status.succeeded).toBe(1);
  });
});

test("a policy rejects with the message of the user, and that does not count as a fault", () => {
  const message = 'admission webhook "policy.example.com" denied the request: no';
  const run = play({ scenario: { faults: [{ refuse: "pods", message, for: "5s" }] } });
  expect(refusals(run)).toEqual(new Array(3).fill(message));
  expect(run.log.entries.some((entry) => entry.kind === "request" && entry.injected === true)).toBe(false);
  expect(run.log.entries).toContainEqual(expect.objectContaining({ message: `Error creating: ${message}` }));
  expect(run.server.jobs.jobs.get("default", "a")?.status.succeeded).toBe(1);
});

test("a scenario that is written from the plan plays the same", () => {
  const text = textOf({
    spec: { priorityClassName: "high" },
    resources: LIMITS,
    parallelism: 3,
    scenario: {
      quotas: [{ hard: { pods: "1" }, scopes: ["NotTerminating"], for: "30s" }],
      limitRanges: [{ limits: [{ type: "Pod", max: { cpu: "4" } }], namespace: "default" }],
      priorityClasses: { high: { value: 9, preemptionPolicy: "Never" } },
      faults: [{ refuse: "jobs", message: "no", for: "500ms" }],
    },
  });
  const { plan } = loadScenario({ text, file: "a.yaml", readFile: () => "" });
  const written = JSON.stringify(writeScenario(plan));
  const again = loadScenario({ text: written, file: "b.yaml", readFile: () => "" });
  expect(again.plan).toEqual(plan);
  expect(digestOf(simulate(again.plan).log.entries)).toBe(digestOf(simulate(plan).log.entries));
});
