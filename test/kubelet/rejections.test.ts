import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import type { Pod } from "../../src/api/types.ts";
import type { PodTraits } from "../../src/kubelet/behaviour/rules.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { Release } from "../../src/simulation/releases/releases.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const MAIN = { name: "main", image: "example.com/main:1" };
const NODE = { name: "node", count: 1 };

interface Setting {
  readonly spec?: JsonObject;
  readonly job?: JsonObject;
  readonly pods?: JsonObject;
  readonly cluster?: JsonObject;
  readonly events?: readonly JsonObject[];
  readonly kubernetes?: Release;
}

function load({ spec = {}, job = {}, pods, cluster, events = [], kubernetes = "1.36" }: Setting) {
  const template = { spec: { restartPolicy: "Never", containers: [MAIN], ...spec } };
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "a" }, spec: { template, ...job } };
  const scenario = {
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    kubernetes,
    until: "1h",
    jobs: [{ manifest }],
    events,
    ...(pods === undefined ? {} : { pods }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  return loadScenario({ text: JSON.stringify(scenario), file: "scenario.json", readFile: () => "" }).plan;
}

function play(setting: Setting) {
  const { log, server } = simulate(load(setting), { podEvents: true });
  const pods = log.entries.flatMap((entry) =>
    entry.kind === "commit" && entry.resource === "pods" && entry.type !== "DELETED" ? [entry.object] : [],
  );
  const events = log.entries.flatMap((entry) =>
    entry.kind === "event" && entry.regarding.kind === "Pod" ? [`${entry.type} ${entry.reason}: ${entry.message}`] : [],
  );
  return { pods, events, job: server.jobs.jobs.get("default", "a") };
}

/** The status without what others than the kubelet have to say. */
function end(pods: readonly Pod[]) {
  const { phase, reason, message, containerStatuses, conditions, startTime } =
    pods.find(({ status }) => status.phase === "Failed")?.status ?? {};
  return { phase, reason, message, containerStatuses, conditions, hasStartTime: startTime !== undefined };
}

const RESTARTED = { restartPolicy: "OnFailure" };
const WITH_SIDE_CAR = { initContainers: [{ name: "side", image: "s", restartPolicy: "Always" }] };

test.each([
  ["a plain pod", {}],
  ["a pod that would be restarted", RESTARTED],
  ["a pod with a side-car", WITH_SIDE_CAR],
])("%s that its kubelet rejects is Failed without containers", (_name, spec) => {
  const resources = { requests: { cpu: "3" } };
  const { pods, events, job } = play({
    spec: { ...spec, containers: [{ ...MAIN, resources }] },
    job: { backoffLimit: 0 },
    pods: { default: { rejected: "OutOfcpu" } },
  });
  const text = "Node didn't have enough resource: cpu, requested: 3000, used: 4000, capacity: 4000";
  expect(end(pods)).toEqual({
    phase: "Failed",
    reason: "OutOfcpu",
    message: `Pod was rejected: ${text}`,
    containerStatuses: undefined,
    conditions: [],
    hasStartTime: true,
  });
  expect(events).toContain(`Warning OutOfcpu: ${text}`);
  expect(job?.status.conditions?.at(-1)).toMatchObject({ type: "Failed", reason: "BackoffLimitExceeded" });
});

test("a rejected pod is replaced, and its replacement runs elsewhere", () => {
  const { pods, job } = play({ pods: { rules: [{ match: { ordinal: 0 }, rejected: "UnexpectedAdmissionError" }] } });
  expect(end(pods).reason).toBe("UnexpectedAdmissionError");
  expect(job?.status).toMatchObject({ failed: 1, succeeded: 1 });
});

test.each([
  ["1.25", "NodeAffinity", "Pod Predicate NodeAffinity failed"],
  ["1.30", "NodeAffinity", "Pod was rejected: Predicate NodeAffinity failed"],
  [
    "1.36",
    "NodeAffinity",
    "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  ],
  ["1.36", "NodeShutdown", "Pod was rejected: Pod was rejected as the node is shutting down."],
] as const)("the message of Kubernetes %s for %s: %s", (kubernetes, rejected, message) => {
  expect(end(play({ kubernetes, pods: { default: { rejected } } }).pods).message).toBe(message);
});

test("custom reasons have their own message", () => {
  const rejected = { reason: "AppArmor", message: "Cannot enforce AppArmor: profile is not loaded" };
  expect(end(play({ pods: { default: { rejected } } }).pods)).toMatchObject({
    reason: "AppArmor",
    message: `Pod was rejected: ${rejected.message}`,
  });
  expect(() => load({ pods: { default: { rejected: "AppArmor" } } })).toThrow("whose message is not known here");
});

/** Others than the cluster's scheduler put pods on its nodes: nobody has looked whether they fit. */
test.each([
  ["OutOfpods", { parallelism: 2, completions: 2 }, {}, { ...NODE, slots: 1 }],
  ["OutOfcpu", {}, { containers: [{ ...MAIN, resources: { requests: { cpu: "3" } } }] }, { ...NODE, cpu: "2" }],
  ["OutOfexample.com/chip", {}, chips(2), { ...NODE, capacity: { "example.com/chip": "1" } }],
  ["NodeAffinity", {}, { nodeSelector: { disk: "ssd" } }, NODE],
  ["TaintToleration", {}, {}, { ...NODE, taints: [{ key: "gpu", effect: "NoExecute" }] }],
] as const)("a kubelet rejects by itself: %s", (reason, job, spec, node) => {
  const pods = play({
    job: { backoffLimit: 0, ...job },
    spec: { nodeName: "node-0", ...spec },
    cluster: { nodes: [node] },
  }).pods;
  expect(end(pods)).toMatchObject({ phase: "Failed", reason });
});

function chips(count: number) {
  const amounts = { "example.com/chip": String(count) };
  return { containers: [{ ...MAIN, resources: { limits: amounts, requests: amounts } }] };
}

test("the amounts of a rejection are those of the node", () => {
  const containers = [{ ...MAIN, resources: { requests: { cpu: "1500m" } } }];
  const { pods } = play({
    job: { parallelism: 2, completions: 2, backoffLimit: 0 },
    spec: { nodeName: "node-0", containers },
    cluster: { nodes: [{ ...NODE, cpu: "2" }] },
  });
  expect(end(pods).message).toBe(
    "Pod was rejected: Node didn't have enough resource: cpu, requested: 1500, used: 1500, capacity: 2000",
  );
});

test.each([
  ["without nodes", undefined],
  ["on a cluster", { nodes: [NODE] }],
])("a pod that was bound by others runs, %s", (_name, cluster) => {
  const { job } = play({
    spec: { schedulerName: "mine" },
    pods: { default: { schedule: "never" } },
    events: [{ at: "5s", action: "bindPod", pod: { ordinal: 0 }, node: "node-0" }],
    ...(cluster === undefined ? {} : { cluster }),
  });
  expect(job?.status.succeeded).toBe(1);
});

test("a pod that is bound to a node during its shutdown is rejected", () => {
  const { pods } = play({
    spec: { schedulerName: "mine", tolerations: [{ operator: "Exists" }] },
    cluster: { nodes: [{ ...NODE, count: 2 }] },
    events: [
      { at: "5s", action: "shutDownNode", node: "node-0", grace: "30s" },
      { at: "6s", action: "bindPod", pod: { ordinal: 0 }, node: "node-0" },
    ],
  });
  expect(end(pods)).toMatchObject({ reason: "NodeShutdown" });
});

test("traits are the same in a plan and in a file", () => {
  const traits: PodTraits = { rejected: { reason: "OutOfpods" } };
  expect(load({ pods: { default: { rejected: "OutOfpods" } } }).pods?.default).toEqual(traits);
});
