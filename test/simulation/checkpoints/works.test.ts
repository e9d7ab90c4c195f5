import { expect, test } from "vitest";
import { summarize } from "../../../src/analysis/summary.ts";
import { type Simulation, simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

const MINUTE_MS = 60_000;

/** A Job of one or more pods on four nodes; `work` and `rest` are text of the file. */
function play(work: string, { spec = "", rest = "", until = "12h", restartPolicy = "Never" } = {}): Simulation {
  const template = `{spec: {restartPolicy: ${restartPolicy}, containers: [{name: main, image: x}]}}`;
  const text = [
    "apiVersion: jobsim.dev/v1",
    "kind: Scenario",
    `until: ${until}`,
    `jobs: [{manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {backoffLimit: 50, ${spec} template: ${template}}}}]`,
    `pods: {default: {start: 0s, ${work}}}`,
    rest,
  ].join("\n");
  return simulate(load(text).plan);
}

/** From the first start to the end of the Job's last pod, in minutes. */
function makespanMinutes(simulation: Simulation): number {
  const [job] = summarize(simulation).jobs;
  return Math.round(((job?.makespanMs ?? Number.NaN) / MINUTE_MS) * 100) / 100;
}

const LOSS = "cluster: {nodes: [{name: node, count: 4, slots: 1}], losses: [{node: node-0, at: 25m, removed: true}]}";

test("a container ends when its work is done", () => {
  expect(makespanMinutes(play("work: {total: 90m}"))).toBeCloseTo(90, 0);
});

test.each([
  // The node goes after 25 minutes; a pod is failed 80 s later at most, and the next one created 10 s after that.
  ["nothing is kept without checkpoints", "work: {total: 60m}", 85],
  ["the next pod goes on from the last checkpoint", "work: {total: 60m, checkpointEvery: 10m}", 65],
  ["reading the checkpoint takes its time", "work: {total: 60m, checkpointEvery: 10m, restoreTakes: 5m}", 70],
  ["each pod has its own work if it is said so", "work: {total: 60m, checkpointEvery: 10m, of: pod}", 85],
])("when a node is lost, %s", (_what, work, minutes) => {
  const found = makespanMinutes(play(work, { rest: LOSS }));
  expect(found).toBeGreaterThanOrEqual(minutes);
  expect(found).toBeLessThan(minutes + 2);
});

test("an index resumes where its own pods stopped", () => {
  const spec = "completionMode: Indexed, completions: 3, parallelism: 3,";
  const found = play("work: {total: 60m, checkpointEvery: 20m}", { spec, rest: LOSS });
  expect(makespanMinutes(found)).toBeGreaterThanOrEqual(65);
  expect(makespanMinutes(found)).toBeLessThan(67);
  const [job] = summarize(found).jobs;
  expect(job?.pods).toMatchObject({ created: 4, succeeded: 3, failed: 1 });
});

test("a container that is restarted in its pod resumes", () => {
  const found = play("run: 25m, exit: 1, work: {total: 60m, checkpointEvery: 10m, of: pod}", {
    restartPolicy: "OnFailure",
  });
  // Two runs of 25 minutes keep 20 each.
  expect(makespanMinutes(found)).toBeGreaterThanOrEqual(70);
  expect(makespanMinutes(found)).toBeLessThan(71);
});

test("pods that share the work of a Job end together, sooner if there are more", () => {
  const spec = "completions: 4, parallelism: 4,";
  expect(makespanMinutes(play("work: {total: 120m, of: job}", { spec }))).toBeCloseTo(30, 0);
});

test("a gang waits for all of its workers, and loses its progress since the checkpoint", () => {
  const spec = "completions: 3, parallelism: 3,";
  const found = play("work: {total: 60m, checkpointEvery: 10m}, gang: true", { spec, rest: LOSS });
  expect(makespanMinutes(found)).toBeGreaterThanOrEqual(65);
  expect(makespanMinutes(found)).toBeLessThan(67);
  const accounts = [...(found.works?.accounts.values() ?? [])];
  expect(accounts.filter(({ lostMs }) => lostMs === 5 * MINUTE_MS)).toHaveLength(3);
  const waiting = accounts.filter(({ waitingMs }) => waitingMs > 0);
  expect(waiting.length).toBeGreaterThanOrEqual(2);
});

test("a gang whose last worker cannot be scheduled makes no progress", () => {
  const spec = "completions: 3, parallelism: 3,";
  const found = play("work: {total: 60m}, gang: true", { spec, rest: "cluster: {nodes: [{count: 2, slots: 1}]}" });
  expect(makespanMinutes(found)).toBeNaN();
});

test.each(["of: index", "of: pod", "of: job", "gang: true"])("the same seed plays the same work again (%s)", (of) => {
  const total = "total: {uniform: {min: 40m, max: 80m}}";
  const spec = "completions: 3, parallelism: 3,";
  const runs = [0, 1].map(() => play(`work: {${total}, checkpointEvery: 7m, ${of}}`, { spec, rest: LOSS }));
  expect(new Set(runs.map(makespanMinutes)).size).toBe(1);
});
