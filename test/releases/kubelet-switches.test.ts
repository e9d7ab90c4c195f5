/** Each switch of the kubelet shows in the pod of some Job, and can be set alone. */

import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import { fixed } from "../../src/engine/distribution.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import type { PodTraits } from "../../src/kubelet/behaviour/rules.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { historyOf, valueText } from "../../src/simulation/releases/catalog.ts";
import { KUBELET_DOCS } from "../../src/simulation/releases/catalog-kubelet.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const JOB = { namespace: "default", name: "job" };
const MAIN = { name: "main", image: "example.com/main:1" };
const SIDE_CAR = { name: "side", image: "example.com/side:1", restartPolicy: "Always" };

interface Played {
  readonly spec: JsonObject;
  readonly traits?: PodTraits;
  readonly actions?: readonly TimedAction[];
  readonly others?: SimulationPlan["switches"];
  readonly cluster?: SimulationPlan["cluster"];
}

const RULES = (action: string): JsonObject => ({
  restartPolicy: "Never",
  containers: [
    {
      ...MAIN,
      restartPolicy: "Never",
      restartPolicyRules: [{ action, exitCodes: { operator: "In", values: [42] } }],
    },
  ],
});
const PROBE: JsonObject = { exec: { command: ["started"] }, periodSeconds: 5 };
const PLAIN: JsonObject = { restartPolicy: "Never", containers: [MAIN] };
const WITH_SIDE_CAR: JsonObject = { ...PLAIN, initContainers: [SIDE_CAR] };
const CRASHING: Played = {
  spec: { restartPolicy: "OnFailure", containers: [MAIN] },
  traits: { run: fixed(1000), exit: always(1) },
};
const FAILING_PULL: Played = {
  spec: PLAIN,
  traits: { containers: { main: { image: { pull: fixed(1000), failsFor: fixed(60_000) } } } },
};
const NODE = { name: "node-0", room: { pods: 10 } };
const DELETED: TimedAction = { atMs: 5000, op: "deletePod", pod: { job: JOB, ordinal: 0 } };

const SHOWN: { readonly [id in keyof typeof KUBELET_DOCS]: Played } = {
  containerRestartRules: { spec: RULES("Restart"), traits: { exit: always(42) } },
  restartAllContainers: { spec: RULES("RestartAllContainers"), traits: { exit: always(42) } },
  backOffRetry: CRASHING,
  terminalPhaseBeforeRemoval: { ...CRASHING, actions: [DELETED] },
  initializedByMain: {
    spec: WITH_SIDE_CAR,
    // With it the condition stays as it was in any case.
    others: { restartAllContainers: false },
    traits: { containers: { side: { run: fixed(3000), exit: always(1) } } },
  },
  readyToStartContainers: { spec: WITH_SIDE_CAR },
  sandboxReadyAtOnce: FAILING_PULL,
  orderedTermination: {
    spec: WITH_SIDE_CAR,
    traits: { containers: { main: { onTerm: { time: fixed(3000) } } } },
    actions: [DELETED],
  },
  pendingSidecars: {
    spec: { restartPolicy: "OnFailure", containers: [MAIN], initContainers: [{ ...SIDE_CAR, startupProbe: PROBE }] },
    traits: {
      run: fixed(1000),
      exit: always(1),
      containers: { side: { run: fixed(22_000), exit: always(1), startup: fixed(1000) } },
    },
  },
  imagePullBackOffError: FAILING_PULL,
  startEventText: { spec: PLAIN },
  presentImageText: { spec: PLAIN },
  pulledImageSize: { spec: PLAIN, traits: { containers: { main: { image: { pull: fixed(1000) } } } } },
  eventNames: CRASHING,
  rejectionText: { spec: PLAIN, traits: { rejected: { reason: "OutOfcpu" } } },
  predicateReason: { spec: PLAIN, traits: { rejected: { reason: "NodeAffinity" } } },
  nodeMonitorGrace: {
    spec: PLAIN,
    traits: { run: fixed(600_000) },
    cluster: { nodes: [NODE, { ...NODE, name: "node-1" }], imagePullMs: 0, outages: [] },
    actions: [{ atMs: 5000, op: "loseNode", node: "node-0" }],
  },
};

const IDS = Object.keys(KUBELET_DOCS) as readonly (keyof typeof KUBELET_DOCS)[];

/** What clients see of the pods: their versions and Events. */
function seen(id: keyof typeof KUBELET_DOCS, value: unknown): readonly string[] {
  const { spec, traits = {}, actions = [], cluster, others = {} } = SHOWN[id];
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: JOB, spec: { template: { spec } } };
  const plan: SimulationPlan = {
    epochMs: Date.UTC(2000, 0, 1),
    seed: "1",
    untilMs: 600_000,
    switches: { ...others, [id]: value },
    actions: [{ atMs: 0, op: "createJob", manifest }, ...actions],
    pods: { default: traits, rules: [] },
    ...(cluster === undefined ? {} : { cluster }),
  };
  return simulate(plan, { podEvents: true }).log.entries.flatMap((entry) => {
    if (entry.kind === "event") return [`${entry.timeMs} ${entry.reason} ${entry.message}`];
    if (entry.kind !== "commit" || entry.resource !== "pods") return [];
    return [`${entry.timeMs} ${JSON.stringify(entry.object.status)}`];
  });
}

test.each(IDS)("%s shows in a pod", (id) => {
  const values = historyOf(id).map(({ value }) => value);
  for (const value of values.slice(0, -1)) expect(seen(id, value)).not.toEqual(seen(id, values.at(-1)));
});

test.each(IDS)("%s can be set in a scenario, by the values that releases have", (id) => {
  const [oldest] = historyOf(id);
  if (oldest === undefined) throw new Error(`${id} has no value`);
  const { value } = oldest;
  const scenario = {
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    switches: { [id]: valueText(value) },
    jobs: [
      {
        manifest: { apiVersion: "batch/v1", kind: "Job", metadata: { name: "a" }, spec: { template: { spec: PLAIN } } },
      },
    ],
  };
  const { plan } = loadScenario({ text: JSON.stringify(scenario), file: "scenario.json", readFile: () => "" });
  expect(plan.switches).toEqual({ [id]: value });
});
