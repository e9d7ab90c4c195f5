/**
 * `npm run bench:floor`: what a pod's life asks of the machine at the
 * least, counted on a run and priced on this machine.
 *
 * Counted: commits, events of the clock, operations on maps, bytes allocated. Priced: the
 * same things done bare, in loops that do nothing else. The sum is what no arrangement of
 * these steps can be faster than; the rest of the time is the work between them.
 */

import { EventLoop, Phase } from "../src/engine/event-loop.ts";
import type { SimulationPlan } from "../src/simulation/plan.ts";
import { Simulation } from "../src/simulation/simulation.ts";
import { indexedPlan } from "./plans.ts";
import { startStopwatch } from "./stopwatch.ts";

const PODS = 10_000;
const REPEATS = 7;

/** What the objects of the priced loops have in common with pods. */
interface Piece {
  readonly [field: string]: unknown;
}

/** Calls of one run per pod. */
interface Counts {
  readonly commits: number;
  readonly events: number;
  readonly mapReads: number;
  readonly mapWrites: number;
  readonly bytes: number;
}

function countRun(plan: SimulationPlan): Counts {
  const calls = { reads: 0, writes: 0 };
  const { get, has, set, delete: remove } = Map.prototype;
  Map.prototype.get = function (key) {
    calls.reads++;
    return get.call(this, key);
  };
  Map.prototype.has = function (key) {
    calls.reads++;
    return has.call(this, key);
  };
  Map.prototype.set = function (key, value) {
    calls.writes++;
    return set.call(this, key, value);
  };
  Map.prototype.delete = function (key) {
    calls.writes++;
    return remove.call(this, key);
  };
  const simulation = new Simulation(plan);
  simulation.run();
  Object.assign(Map.prototype, { get, has, set, delete: remove });
  const commits = simulation.log.entries.filter(({ kind }) => kind === "commit").length;
  return {
    commits: commits / PODS,
    events: simulation.loop.executed / PODS,
    mapReads: calls.reads / PODS,
    mapWrites: calls.writes / PODS,
    bytes: allocatedBytes(),
  };
}

/** Of a run that is small enough for the young generation, so that nothing is collected while it is measured. */
function allocatedBytes(): number {
  const pods = 1_000;
  const plan = indexedPlan({ pods });
  new Simulation(plan).run();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  new Simulation(plan).run();
  return (process.memoryUsage().heapUsed - before) / pods;
}

/** Nanoseconds of one turn of a loop, the fastest of some repeats. */
function price(turns: number, loop: (turns: number) => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const stopwatch = startStopwatch();
    loop(turns);
    least = Math.min(least, (stopwatch().cpuSeconds * 1e9) / turns);
  }
  return least;
}

/** A whole run, nanoseconds per pod. */
const whole = (plan: SimulationPlan) => price(PODS, () => new Simulation(plan).run());

const NAMES = Array.from({ length: PODS }, (_, i) => `bench-${i}-${(i * 7919).toString(36)}`);

/** The three objects of a commit, as literals: metadata, pod, log entry; kept, as the log keeps them. */
function commitObjects(turns: number): readonly Piece[] {
  const kept: Piece[] = [];
  for (let i = 0; i < turns; i++) {
    const name = NAMES[i % PODS];
    const metadata = {
      name,
      generateName: "b",
      namespace: "d",
      uid: name,
      resourceVersion: i,
      creationTimestamp: name,
      labels: NAMES,
      annotations: NAMES,
      ownerReferences: NAMES,
      finalizers: NAMES,
    };
    const pod = { apiVersion: "v1", kind: "Pod", metadata, spec: NAMES, status: NAMES };
    kept.push({
      kind: "commit",
      timeMs: i,
      resourceVersion: i,
      type: "MODIFIED",
      resource: "pods",
      verb: "updateStatus",
      actor: "kubelet",
      object: pod,
      previous: pod,
    });
  }
  return kept;
}

const filled = new Map(NAMES.map((name) => [name, name]));

function mapReads(turns: number): number {
  let found = 0;
  for (let i = 0; i < turns; i++) if (filled.get(NAMES[i % PODS] ?? "") !== undefined) found++;
  return found;
}

function mapWrites(turns: number): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  for (let i = 0; i < turns; i++) map.set(NAMES[i % PODS] ?? "", i);
  return map;
}

const idle = { takeStep: () => {} };

/** With as many pending as there are pods, in a hundred instants. */
function events(turns: number): number {
  const loop = new EventLoop();
  for (let i = 0; i < PODS; i++) loop.scheduleStep(i % 100, Phase.world, idle, 0);
  for (let i = 0; i < turns; i++) {
    loop.step();
    loop.scheduleStep(loop.nowMs + 100, Phase.world, idle, 0);
  }
  return loop.executed;
}

function names(turns: number): number {
  let length = 0;
  for (let i = 0; i < turns; i++) length += `bench-${i}-${(i * 7919).toString(36)}`.length;
  return length;
}

const plan = indexedPlan({ pods: PODS });
const counts = countRun(plan);
const lines: [what: string, perPod: number, nanoseconds: number][] = [
  ["commits: metadata, pod and log entry", counts.commits, price(50_000, commitObjects)],
  ["events planned and run", counts.events, price(500_000, events)],
  ["reads of maps", counts.mapReads, price(500_000, mapReads)],
  ["writes of maps", counts.mapWrites, price(500_000, mapWrites)],
  ["names and UIDs", 2, price(100_000, names)],
];
const print = (what: string, perPod: string, each: string, sum: string) =>
  process.stdout.write(`| ${what} | ${perPod} | ${each} | ${sum} |\n`);
print("what", "per pod", "each", "per pod life");
print("---", "---", "---", "---");
let floor = 0;
for (const [what, perPod, each] of lines) {
  floor += perPod * each;
  print(what, perPod.toFixed(1), `${each.toFixed(0)} ns`, `${((perPod * each) / 1000).toFixed(2)} µs`);
}
print("**sum: the floor**", "", "", `**${(floor / 1000).toFixed(2)} µs**`);
print("a run of 10,000 pods, all recorded", "", "", `${(whole(plan) / 1000).toFixed(2)} µs`);
print("bytes allocated", "", "", `${Math.round(counts.bytes).toLocaleString("en")} B`);
