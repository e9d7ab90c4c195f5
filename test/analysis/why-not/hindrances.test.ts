import { describe, expect, test } from "vitest";
import type { Hindrance } from "../../../src/analysis/why-not/hindrance.ts";
import { hindrances } from "../../../src/analysis/why-not/hindrances.ts";
import type { Decision } from "../../../src/controller/job/decisions.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

/** A scenario with one Job; `spec` and `pod` are the contents of braces, `rest` is further lines. */
function world({ spec = "", pod = "", containers = "[{name: main, image: x}]", rest = [""], labels = "" }): string {
  const template = `{spec: {restartPolicy: Never, ${pod} containers: ${containers}}}`;
  const manifest = `{apiVersion: batch/v1, kind: Job, metadata: {name: a, labels: {${labels}}}, spec: {${spec} template: ${template}}}`;
  return ["apiVersion: jobsim.dev/v1", "kind: Scenario", "until: 2h", "jobs:", `- manifest: ${manifest}`, ...rest].join(
    "\n",
  );
}

function heldBack(text: string, atMs: number, job?: string): Hindrance[] {
  const decisions: Decision[] = [];
  const { plan } = load(text);
  const simulation = simulate(plan, { onDecision: (decision) => decisions.push(decision) });
  return hindrances(simulation, decisions, { atMs, job });
}

const NUMBERED = "name: 'a-$" + "{i}'";
const FAULT = "faults: [{from: 0s, for: 10m, verb: create, resource: pods, error: forbidden";
const LOST = "cluster: {nodes: [{name: node, count: 2}], losses: [{node: node-0, at: 5m}]}";

const HELD_JOB = "metadata: {name: a, finalizers: [example.com/hold],";
const HELD_PODS = "template: {metadata: {finalizers: [example.com/hold]}, spec:";
const LET_GO = "patch: {metadata: {'$deleteFromPrimitiveList/finalizers': [example.com/hold]}}";

type Case = readonly [what: string, text: string, atMs: number, found: Partial<Hindrance>, words: RegExp];

const CASES: readonly Case[] = [
  [
    "a quota that other pods use up, since when and until when",
    world({ rest: ["quotas: [{pods: 0, for: 5m}]"] }),
    180_000,
    { holder: "API server", cause: "quota", sinceMs: 0, nextMs: 183_000, endsMs: 303_000 },
    /exceeded quota: pods, requested: pods=1, used: pods=0, limited: pods=0$/,
  ],
  [
    "a quota of the scheduler's resources",
    world({
      containers: "[{name: main, image: x, resources: {requests: {cpu: 2}}}]",
      rest: ["quotas: [{name: team, hard: {requests.cpu: 1}}]"],
    }),
    180_000,
    { holder: "API server", cause: "quota", sinceMs: 0, nextMs: 183_000 },
    /exceeded quota: team, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1$/,
  ],
  [
    "a webhook, in the words of the scenario",
    world({ rest: [`${FAULT}, message: 'admission webhook "policy.example.com" denied the request: no owner'}]`] }),
    20_000,
    { holder: "API server", cause: "refused", sinceMs: 0, nextMs: 31_000, endsMs: 603_000 },
    /refused job-controller 5 times to create pods: admission webhook "policy.example.com" denied the request: no owner$/,
  ],
  [
    "a policy that refuses forever",
    world({ rest: ['faults: [{refuse: pods, message: "violates PodSecurity \\"restricted:latest\\": no"}]'] }),
    20_000,
    { holder: "API server", cause: "refused", sinceMs: 0, ends: "never: the fault of the scenario has no end" },
    /refused job-controller 5 times to create pods: violates PodSecurity "restricted:latest": no$/,
  ],
  [
    "a fault without words, in those of Kubernetes",
    world({ rest: ["faults: [{from: 0s, for: 10m, verb: create, resource: pods, error: internal}]"] }),
    20_000,
    { holder: "API server", cause: "refused" },
    /Internal error occurred: /,
  ],
  [
    "a status that cannot be written",
    world({ rest: ["faults: [{from: 5s, for: 10m, verb: update, resource: jobs, error: conflict}]"] }),
    60_000,
    { holder: "API server", cause: "refused", sinceMs: 12_000 },
    /refused job-controller 6 times to updateStatus jobs: Operation cannot be fulfilled on jobs.batch "a": the object/,
  ],
  [
    "a user who suspended the Job",
    world({
      rest: ["events:", "- {at: 5s, action: suspend}", "- {at: 1m, action: resume}", "pods: {default: {run: 10m}}"],
    }),
    30_000,
    { holder: "user", cause: "suspended", rule: "suspended", sinceMs: 5_000, endsMs: 60_000 },
    /^suspended by user: spec.suspend is true$/,
  ],
  [
    "a queue that would resume it",
    world({ spec: "suspend: true,", labels: "kueue.x-k8s.io/queue-name: team-a" }),
    30_000,
    { holder: "queue", cause: "suspended", sinceMs: 0 },
    /^created suspended: .* the queue team-a would resume it$/,
  ],
  [
    "another controller that manages it",
    world({ spec: "managedBy: example.com/other," }),
    30_000,
    { holder: "other controller", cause: "managedElsewhere", rule: "managed-elsewhere", sinceMs: 0 },
    /^example.com\/other manages it/,
  ],
  [
    "controllers that are down",
    world({ rest: ["pods: {default: {exit: 1}}", "events: [{at: 20s, action: crashController, down: 5m}]"] }),
    60_000,
    { holder: "controller manager", cause: "controllersDown", sinceMs: 21_000, endsMs: 321_000 },
    /is down/,
  ],
  [
    "the back-off after failures",
    world({ rest: ["pods: {default: {run: 1s, exit: 1}}"] }),
    10_000,
    { holder: "Job controller", cause: "rule", rule: "backoff-of-job", sinceMs: 2_000, endsMs: 12_000 },
    /^no pod is created before \+12\.000s/,
  ],
  [
    "the scheduler, that finds no node",
    world({ pod: "nodeSelector: {gpu: 'yes'},", rest: ["cluster: {nodes: [{name: cpu, count: 2, cpu: 8}]}"] }),
    60_000,
    { holder: "scheduler", cause: "unscheduled", sinceMs: 0, pods: ["#0"] },
    /^0\/2 nodes are available: 2 node\(s\) didn't match Pod's node affinity/,
  ],
  [
    "gates of scheduling",
    world({ pod: "schedulingGates: [{name: example.com/quota}],", rest: ["cluster: {nodes: [{name: cpu, cpu: 8}]}"] }),
    60_000,
    { holder: "scheduler", cause: "gated" },
    /example.com\/quota$/,
  ],
  [
    "another scheduler, which is not there",
    world({ pod: "schedulerName: volcano,", rest: ["cluster: {nodes: [{name: cpu, cpu: 8}]}"] }),
    60_000,
    { holder: "scheduler", cause: "otherScheduler", sinceMs: 0, pods: ["#0"] },
    /^left to the scheduler volcano/,
  ],
  [
    "an image that cannot be pulled",
    world({ rest: ["pods: {default: {containers: {main: {image: {missing: true}}}}}"] }),
    60_000,
    { holder: "kubelet", cause: "image", pods: ["#0"] },
    /^cannot pull the image of main: (ErrImagePull|ImagePullBackOff)/,
  ],
  [
    "a ConfigMap that is missing",
    world({ rest: ["pods: {default: {containers: {main: {config: {missingUntil: 10m}}}}}"] }),
    60_000,
    { holder: "kubelet", cause: "configuration" },
    /^cannot start main: CreateContainerConfigError/,
  ],
  [
    "an init container that runs",
    world({
      pod: "initContainers: [{name: fetch, image: x}],",
      rest: ["pods: {default: {containers: {fetch: {run: 5m}}}}"],
    }),
    60_000,
    { holder: "kubelet", cause: "initContainer", endsMs: 300_000 },
    /^the init container fetch runs/,
  ],
  [
    "containers that do not start",
    world({ rest: ["pods: {default: {start: never}}"] }),
    60_000,
    {
      holder: "kubelet",
      cause: "starting",
      details: ["the Job has no activeDeadlineSeconds, so it can wait forever"],
    },
    /no container has started$/,
  ],
  [
    "a container that is started again and again",
    world({ pod: "", rest: ["pods: {default: {run: 1s, exit: 3}}"] }).replace(
      "restartPolicy: Never",
      "restartPolicy: OnFailure",
    ),
    30_000,
    { holder: "kubelet", cause: "crashLoop" },
    /^restarts main after a back-off: \d restarts so far, last exit code 3$/,
  ],
  [
    "a proxy that runs on beside what has ended",
    world({
      containers: "[{name: main, image: x}, {name: proxy, image: z}]",
      rest: ["pods: {default: {run: 10s, containers: {proxy: {run: forever}}}}"],
    }),
    60_000,
    { holder: "pods", cause: "besideEnded", sinceMs: 11_000 },
    /^main has ended with 0, and proxy runs on$/,
  ],
  [
    "a node that does not answer",
    world({ spec: "backoffLimit: 0,", rest: ["pods: {default: {run: 30m}}", LOST] }),
    1_800_000,
    { holder: "node", cause: "nodeLost", sinceMs: 345_000 },
    /^being deleted, and nothing there confirms the end; node-0 does not answer$/,
  ],
  [
    "a pod that takes its time to stop",
    world({
      spec: "activeDeadlineSeconds: 60,",
      rest: ["pods: {default: {run: 30m, termination: {time: 25s}}}"],
    }),
    70_000,
    { holder: "kubelet", cause: "terminating", sinceMs: 60_000, endsMs: 85_000 },
    /^being deleted, with 30s to stop$/,
  ],
  [
    "pods that are gone only later, for a Job that is deleted in the foreground",
    world({
      rest: [
        "pods: {default: {run: 30m, termination: {time: 25s}}}",
        "events: [{at: 1m, action: delete, propagation: Foreground}]",
      ],
    }),
    70_000,
    { holder: "garbage collector", cause: "deletion", sinceMs: 60_000, endsMs: 85_000 },
    /^deleted by user in the foreground/,
  ],
  [
    "a finalizer that keeps a Job that is deleted, and since when the Job has it",
    world({ rest: ["events: [{at: 1m, action: delete}]", "pods: {default: {run: 30m}}"] }).replace(
      "metadata: {name: a,",
      HELD_JOB,
    ),
    70_000,
    {
      holder: "other controller",
      cause: "finalizer",
      sinceMs: 60_000,
      ends: 'when the controller of the finalizer removes it, which nothing does in this run; by hand: kubectl patch job a -p \'{"metadata":{"$deleteFromPrimitiveList/finalizers":["example.com/hold"]}}\', or an event with that patch',
    },
    /^deleted by user, but kept by its finalizer example.com\/hold, which it has had since it was created by user$/,
  ],
  [
    "who set a finalizer later, and who removes it when",
    world({
      spec: "ttlSecondsAfterFinished: 5,",
      rest: [
        "events:",
        "- {at: 5s, action: patch, patch: {metadata: {finalizers: [example.com/hold]}}}",
        `- {at: 10m, action: patch, ${LET_GO}}`,
        "pods: {default: {run: 20s}}",
      ],
    }),
    120_000,
    { holder: "other controller", cause: "finalizer", endsMs: 600_000, ends: "when user removes the finalizer" },
    /^deleted by ttl-controller, but kept by its finalizer example.com\/hold, set by user$/,
  ],
  [
    "a finalizer that keeps a pod, although its Job has finished",
    world({ rest: ["events: [{at: 1h, action: deletePod, pod: {ordinal: 0}}]"] }).replace(
      "template: {spec:",
      HELD_PODS,
    ),
    4_000_000,
    { holder: "other controller", cause: "finalizer", sinceMs: 3_600_000, pods: ["#0"] },
    /^deleted by user, but kept by its finalizer example.com\/hold, which it has had since it was created by job-controller$/,
  ],
  [
    "a finalizer that keeps a pod, although its Job is gone",
    world({ rest: ["events: [{at: 1h, action: delete}]"] }).replace("template: {spec:", HELD_PODS),
    4_000_000,
    { holder: "other controller", cause: "finalizer", sinceMs: 3_600_000, pods: ["#0"] },
    /^deleted by garbage-collector, but kept by its finalizer example.com\/hold/,
  ],
  [
    "requests of the controller that are limited",
    world({ rest: ["controllerManager: {kubeAPIQPS: 1, kubeAPIBurst: 1}"] })
      .replace("- manifest", "- count: 30\n  manifest")
      .replace("name: a", NUMBERED),
    5_000,
    { holder: "Job controller", cause: "notSynced", sinceMs: 0 },
    /limited to 1 a second/,
  ],
];

describe("what blocks a Job", () => {
  test.each(CASES)("%s", (_what, text, atMs, wanted, words) => {
    const found = heldBack(text, atMs);
    const one = found.find(({ cause }) => cause === wanted.cause);
    expect(one, JSON.stringify(found)).toMatchObject(wanted);
    expect(one?.text).toMatch(words);
    expect(one?.ends).not.toBe("");
  });

  test("is nothing once the Job has finished", () => {
    expect(heldBack(world({}), 7_200_000)).toEqual([]);
  });

  test("names what the garbage collector waits for, and the finalizer of each pod that is in its way", () => {
    const text = world({
      spec: "parallelism: 2, completions: 2,",
      rest: ["events: [{at: 1m, action: delete, propagation: Foreground}]", "pods: {default: {run: 30m}}"],
    }).replace("template: {spec:", HELD_PODS);
    const found = heldBack(text, 600_000);
    expect(found.map(({ cause, pods }) => [cause, pods])).toEqual([
      ["deletion", undefined],
      ["finalizer", ["#0", "#1"]],
    ]);
    expect(found[0]?.ends).toBe("when its pods are gone (2 left)");
  });

  test("is not a finalizer of somebody else, as long as nobody deletes what has it", () => {
    const text = world({ rest: ["pods: {default: {run: 1m}}"] }).replace("template: {spec:", HELD_PODS);
    expect(heldBack(text.replace("metadata: {name: a,", HELD_JOB), 30_000).map(({ cause }) => cause)).toEqual([
      "running",
    ]);
    expect(heldBack(text.replace("metadata: {name: a,", HELD_JOB), 7_200_000)).toEqual([]);
  });

  test("is only a running pod as long as all goes well", () => {
    expect(heldBack(world({}), 5_000).map(({ cause }) => cause)).toEqual(["running"]);
  });

  test("is not a refusal that was granted later", () => {
    const text = world({ rest: ["pods: {default: {run: 1h}}", `${FAULT}}]`] });
    expect(heldBack(text, 700_000).map(({ cause }) => cause)).toEqual(["running"]);
  });

  test("is reported for the requested Job, and for no other", () => {
    const text = world({ rest: ["pods: {default: {run: 1h}}"] })
      .replace("- manifest", "- count: 3\n  manifest")
      .replace("name: a", NUMBERED);
    expect(new Set(heldBack(text, 5_000).map(({ job }) => job.name))).toEqual(new Set(["a-0", "a-1", "a-2"]));
    expect(new Set(heldBack(text, 5_000, "a-1").map(({ job }) => job.name))).toEqual(new Set(["a-1"]));
  });

  test("can be a Job that could not be created", () => {
    const text = world({ rest: ["quotas: [{name: few, hard: {count/jobs.batch: 1}}]", "pods: {default: {run: 1h}}"] })
      .replace("- manifest", "- count: 2\n  manifest")
      .replace("name: a", NUMBERED);
    const refused = heldBack(text, 5_000).find(({ job }) => job.name === "a-1");
    expect(refused).toMatchObject({ holder: "API server", cause: "quota", sinceMs: 0 });
    expect(refused?.text).toContain("exceeded quota: few, requested: count/jobs.batch=1");
  });
});

describe("a pod without a node", () => {
  const gpu = "[{name: main, image: x, resources: {limits: {example.com/gpu: 4}}}]";
  const nodes = (list: string) => [`cluster: {nodes: [${list}]}`, "pods: {default: {run: 1h}}"];
  const detailsAt = (text: string, atMs = 60_000) =>
    heldBack(text, atMs).find(({ cause }) => cause === "unscheduled")?.details ?? [];

  test.each([
    [
      "a resource that a class does not have",
      "",
      gpu,
      "{name: cpu, count: 2, cpu: 8}",
      "cpu (2 nodes): has no example.com/gpu",
    ],
    [
      "a resource that a node is too small for",
      "",
      gpu,
      "{name: small, capacity: {pods: 9, example.com/gpu: 2}}",
      "small (1 node): has 2 example.com/gpu, 4 asked",
    ],
    [
      "a taint that is not tolerated",
      "",
      "[{name: main, image: x}]",
      "{name: own, taints: [{key: team, value: a, effect: NoSchedule}]}",
      "own (1 node): taint team=a:NoSchedule not tolerated",
    ],
    [
      "a label that is selected",
      "nodeSelector: {pool: gpu},",
      "[{name: main, image: x}]",
      "{name: cpu}",
      "cpu (1 node): no label pool=gpu",
    ],
    [
      "that it is cordoned",
      "",
      "[{name: main, image: x}]",
      "{name: old, unschedulable: true}",
      "old (1 node): cordoned",
    ],
  ])("is explained by class of nodes: %s", (_what, pod, containers, list, wanted) => {
    expect(detailsAt(world({ pod, containers, rest: nodes(list) }))).toContain(wanted);
  });

  test("has the pods that occupy the room, with amounts and priorities", () => {
    const text = world({
      spec: "parallelism: 3, completions: 3,",
      containers: gpu,
      rest: nodes("{name: gpu, count: 2, capacity: {pods: 9, example.com/gpu: 6}}"),
    });
    expect(detailsAt(text)).toContain(
      "gpu (2 nodes): example.com/gpu: 4 asked, at most 2 of 6 free; held by a (2 pods, 8 example.com/gpu, priority 0)",
    );
  });

  test("has the message of the autoscaler, and does not mention nodes that do not exist yet", () => {
    const pool = "{name: gpu, capacity: {pods: 9, example.com/gpu: 4}, pool: {max: 1}}";
    const text = world({ spec: "parallelism: 2, completions: 2,", containers: gpu, rest: nodes(pool) });
    expect(detailsAt(text, 5_000)).toEqual(["the Job has no activeDeadlineSeconds, so it can wait forever"]);
    expect(detailsAt(text, 60_000)).toContain("the autoscaler says: pod triggered scale-up: [{gpu 0->1 (max: 1)}]");
  });

  test("does not mention nodes that are gone", () => {
    const text = world({
      pod: "nodeSelector: {pool: gpu},",
      rest: ["cluster: {nodes: [{name: node, count: 3}], losses: [{node: node-0, at: 30s, removed: true}]}"],
    });
    expect(detailsAt(text, 120_000)).toContain("node (2 nodes): no label pool=gpu");
  });
});

test("each exhausted quota is shown with its limits and its users", () => {
  const text = world({
    spec: "parallelism: 4, completions: 4,",
    containers: "[{name: main, image: x, resources: {requests: {cpu: 2, memory: 1Gi}}}]",
    rest: ["quotas: [{name: team, hard: {requests.cpu: 5, requests.memory: 9Gi}}]", "pods: {default: {run: 1h}}"],
  });
  const quota = heldBack(text, 60_000).find(({ cause }) => cause === "quota");
  expect(quota?.details).toEqual(["quota team: 4 of 5 requests.cpu used, 2 asked; held by a (4)"]);
});

test("a Job that waits for its queue is shown with what the queue lacks", () => {
  const text = world({
    spec: "suspend: true, parallelism: 3, completions: 3,",
    labels: "kueue.x-k8s.io/queue-name: team",
    containers: "[{name: main, image: x, resources: {requests: {cpu: 2}}}]",
    rest: ["queues: [{name: team, flavors: [{quota: {cpu: 4}}]}]"],
  });
  const held = heldBack(text, 60_000).find(({ cause }) => cause === "suspended");
  expect(held).toMatchObject({
    holder: "queue",
    ends: "when the queue has quota for it",
    details: [
      "the queue says: couldn't assign flavors to pod set main: insufficient quota for cpu in flavor default, request > maximum capacity",
    ],
  });
});
