import { expect, test } from "vitest";
import { writeScenario } from "../../src/scenario/write/write-scenario.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";
import { load } from "./helpers.ts";

function scenario(background: string, jobPriority = "", rest = ""): string {
  const resources = "resources: {requests: {cpu: 4}}";
  const template = `{spec: {restartPolicy: Never, ${jobPriority} containers: [{name: main, image: x, ${resources}}]}}`;
  return [
    "apiVersion: jobsim.dev/v1",
    "kind: Scenario",
    "until: 10h",
    `jobs: [{at: 1m, manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: ${template}}}}]`,
    "pods: {default: {run: 10m}}",
    "cluster: {nodes: [{name: node, count: 2, capacity: {cpu: 4, pods: 10}}]}",
    `background: [${background}]`,
    rest,
  ].join("\n");
}

/** When the pod of the Job got its node, in minutes. */
function startMinutes({ log }: Simulation): number | undefined {
  for (const entry of log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "pods") continue;
    const { metadata, spec } = entry.object;
    if (metadata.namespace === "default" && spec.nodeName !== undefined) return entry.timeMs / 60_000;
  }
  return undefined;
}

test("a Job waits until the pods of others have gone", () => {
  const run = simulate(load(scenario("{name: web, count: 2, requests: {cpu: 4}, run: 2h}")).plan);
  expect(startMinutes(run)).toBeGreaterThanOrEqual(120);
  expect(startMinutes(run)).toBeLessThan(121);
});

test("a Job of higher priority drives them away", () => {
  const text = scenario(
    "{name: web, count: 2, requests: {cpu: 4}, priority: 10}",
    "priorityClassName: high,",
    "priorityClasses: {high: 1000}",
  );
  expect(startMinutes(simulate(load(text).plan))).toBeLessThan(2);
});

test("one of lower priority never starts next to pods that run forever", () => {
  expect(startMinutes(simulate(load(scenario("{name: web, count: 2, requests: {cpu: 4}}")).plan))).toBeUndefined();
});

test("arrivals are drawn from the seed, and end when the file says so", () => {
  const text = scenario(
    "{name: batch, every: {exponential: {mean: 10m}}, at: 5m, until: 3h, run: 20m, requests: {cpu: 1}}",
  );
  const arrivals = (seed: string) =>
    load(text)
      .planFor(seed)
      .actions.flatMap((action) => (action.op === "createObject" ? [action.atMs] : []));
  expect(arrivals("1")).toEqual(arrivals("1"));
  expect(arrivals("1")).not.toEqual(arrivals("2"));
  expect(arrivals("1")[0]).toBe(300_000);
  expect(Math.max(...arrivals("1"))).toBeLessThanOrEqual(3 * 3_600_000);
});

test("a file that is written from the plan plays the same", () => {
  const { plan } = load(scenario("{name: batch, count: 2, every: 30m, run: 20m, requests: {cpu: 1}, priority: -5}"));
  const again = load(JSON.stringify(writeScenario(plan))).plan;
  expect(digestOf(simulate(again).log.entries)).toBe(digestOf(simulate(plan).log.entries));
});

test("far more pods than anybody means are refused", () => {
  expect(() => load(scenario("{name: batch, count: 1000, every: 1s}"))).toThrow(/pods a week; at most 200000/);
});
