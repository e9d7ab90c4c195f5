import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import { fixed } from "../../src/engine/distribution.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import type { PodTraits } from "../../src/kubelet/behaviour/rules.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import type { SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const JOB = { namespace: "default", name: "job" };
const MAIN = { name: "main", image: "example.com/main:1" };

function planOf(spec: JsonObject, traits: PodTraits, later: readonly TimedAction[] = []): SimulationPlan {
  const metadata = JOB;
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata, spec: { template: { spec } } };
  return {
    epochMs: Date.UTC(2000, 0, 1),
    seed: "1",
    untilMs: 120_000,
    actions: [{ atMs: 0, op: "createJob", manifest }, ...later],
    pods: { default: traits, rules: [] },
  };
}

/** Events about pods: seconds, where, reason, and how often. */
function eventsOf(plan: SimulationPlan): string[] {
  const { log } = simulate(plan, { podEvents: true });
  return log.entries.flatMap((entry) => {
    if (entry.kind !== "event" || entry.regarding.kind !== "Pod") return [];
    const { timeMs, regarding, reason, message, count } = entry;
    const name = regarding.name;
    return [`${timeMs / 1000} ${regarding.fieldPath ?? "pod"} ${reason} ${count} ${message.replaceAll(name, "POD")}`];
  });
}

const PRESENT = 'Container image "example.com/main:1" already present on machine and can be accessed by the pod';
const PLAIN = { restartPolicy: "Never", containers: [MAIN] };

test("a plain pod has Events from its binding to its stop", () => {
  const stopped: TimedAction = { atMs: 5000, op: "deletePod", pod: { job: JOB, ordinal: 0 } };
  expect(eventsOf(planOf(PLAIN, {}, [stopped])).slice(0, 5)).toEqual([
    "0 pod Scheduled 1 Successfully assigned default/POD to node-1",
    `1 spec.containers{main} Pulled 1 ${PRESENT}`,
    "1 spec.containers{main} Created 1 Container created",
    "1 spec.containers{main} Started 1 Container started",
    "5 spec.containers{main} Killing 1 Stopping container main",
  ]);
});

test("repeated Events about a container are counted, and name the pod", () => {
  const spec = { restartPolicy: "OnFailure", containers: [MAIN] };
  const events = eventsOf(planOf(spec, { run: fixed(1000), exit: always(1) }));
  const backOffs = events.filter((event) => event.includes(" BackOff "));
  expect(backOffs.slice(0, 2)).toEqual([
    expect.stringMatching(/BackOff 1 Back-off restarting failed container main in pod POD_default\(.+\)$/),
    expect.stringContaining("BackOff 2 "),
  ]);
});

test("Events about a missing image report the pull, its failure and the back-off", () => {
  const spec = { restartPolicy: "OnFailure", containers: [MAIN] };
  const events = eventsOf(planOf(spec, { containers: { main: { image: { failsFor: fixed(5000) } } } }));
  expect(events.map((event) => event.split(" ").slice(0, 3).join(" "))).toEqual(
    expect.arrayContaining([
      "1 spec.containers{main} Pulling",
      "1 spec.containers{main} Failed",
      "1 spec.containers{main} BackOff",
      "11 spec.containers{main} Pulled",
    ]),
  );
});

test.each<[string, JsonObject]>([
  ["plain", PLAIN],
  ["not plain", { ...PLAIN, initContainers: [{ name: "first", image: "example.com/first:1" }] }],
])("a run of %s pods has the same digest with and without Events about them", (_name, spec) => {
  const plan = planOf(spec, {});
  const asked = simulate(plan, { podEvents: true });
  const { log } = simulate(plan);
  expect(log.entries.filter((entry) => entry.kind === "event" && entry.regarding.kind === "Pod")).toEqual([]);
  expect(asked.log.length).toBeGreaterThan(log.length);
  expect(digestOf(asked.log.entries)).toBe(digestOf(log.entries));
});
