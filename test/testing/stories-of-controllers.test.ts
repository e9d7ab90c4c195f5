/** Stories of custom controllers: each write after what its reconcile had read, how old that was, and what was true. */

import { expect, test } from "vitest";
import { EPOCH_MS, type SimulationPlan, type TimedAction } from "../../src/simulation/plan.ts";
import {
  type ControllerDefinition,
  calls,
  controller,
  type Invariant,
  JOB,
  type Job,
  type KubeObject,
  kind,
  type Process,
  type ReconcileResult,
  type ReconcileTools,
  replayAsync,
} from "../../src/testing/index.ts";

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };

function creation(name: string, atMs: number): TimedAction {
  const spec = { suspend: true, template };
  return {
    atMs,
    op: "createJob",
    manifest: { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: "default" }, spec },
  };
}

const PLAN: SimulationPlan = {
  epochMs: EPOCH_MS,
  seed: "story",
  actions: [creation("a", 0), creation("b", 100)],
  watchLagMs: { jobs: 1_000 },
  untilMs: 10_000,
};

/** Broken as soon as both Jobs run. */
const oneAtATime: Invariant = {
  id: "one-at-a-time",
  sentence: "One Job runs at a time.",
  source: "the test",
  watch: (ledger) => ({
    job: (_commit, _record, report) => {
      const running = [...ledger.jobs.values()].filter(({ job }) => job.spec.suspend !== true);
      if (running.length > 1) report({ message: "two run" });
    },
  }),
};

async function storyOf(definition: ControllerDefinition, plan = PLAN, invariants = [oneAtATime]): Promise<string[]> {
  const expected = { invariant: "", message: "", timeMs: 0 };
  const replayed = { trial: plan, expected, seed: undefined };
  const { story } = await replayAsync(replayed, { controllers: controller(definition), invariants });
  return story.map((line) => line.trim());
}

const mayRun = (jobs: Iterable<Job>) => [...jobs].every(({ spec }) => spec.suspend === true);
const RUN = { spec: { suspend: false } };

const definition = (start: ControllerDefinition["start"]): ControllerDefinition => ({
  name: "gate",
  watches: { jobs: ({ metadata }) => [metadata.name] },
  start,
});

const STALE = [
  "+0.000s  created    a  NonIndexed, 1 completion, parallelism 1, backoffLimit 6, suspended",
  "+0.100s  created    b  NonIndexed, 1 completion, parallelism 1, backoffLimit 6, suspended",
  "+1.000s  read       gate for a: jobs a in its cache, 0.900s old",
  "+1.000s  unseen     at +0.100s: job b created by user",
  "+1.000s  controller a  patch spec.suspend true→false (by gate)",
  "+1.100s  read       gate for b: jobs a, b in its cache, 0.100s old",
  "+1.100s  unseen     at +1.000s: a  patch spec.suspend true→false (by gate)",
  "+1.100s  controller b  patch spec.suspend true→false (by gate)",
];

test("a cache that lags is shown with its age, and with what it lacked", async () => {
  const stale = definition(({ api, caches }) => async (name) => {
    if (mayRun(caches.jobs)) await api.patchJob("default", name, RUN);
    return undefined;
  });
  expect(await storyOf(stale)).toEqual(STALE);
});

function* gate(name: string, { caches }: ReconcileTools): Process<ReconcileResult | undefined> {
  if (!mayRun(caches.jobs)) return undefined;
  yield* calls.patch(JOB, "default", name, { type: "merge", body: RUN });
  return undefined;
}

test("generators are observed like async functions", async () => {
  expect(await storyOf(definition((tools) => (name) => gate(name, tools)))).toEqual(STALE);
});

test("reads of the API server are true when they are answered, and say how long before the write that was", async () => {
  const hasty = definition(({ api, clock }) => async (name) => {
    const jobs = await api.listJobs("default");
    await clock.sleep(2_000);
    if (mayRun(jobs)) await api.patchJob("default", name, RUN);
    return undefined;
  });
  const story = await storyOf({ ...hasty, workers: 2 }, { ...PLAN, watchLagMs: {} });
  expect(story.slice(-4)).toEqual([
    "+2.000s  controller a  patch spec.suspend true→false (by gate)",
    "+2.100s  read       gate for b: jobs a, b from the API server 2.000s before",
    "+2.100s  unseen     at +2.000s: a  patch spec.suspend true→false (by gate)",
    "+2.100s  controller b  patch spec.suspend true→false (by gate)",
  ]);
});

test("kinds of one's own are part of the story, and calls that are refused again and again are one line", async () => {
  interface Ticket extends KubeObject {
    readonly spec: { readonly number?: number };
  }
  const DECLARED = { apiVersion: "example.dev/v1", kind: "Ticket", plural: "tickets" } as const;
  const TICKET = kind<Ticket>(DECLARED);
  const numbering = definition(({ api }) => async (name) => {
    await api.create(TICKET, { metadata: { namespace: "default", name }, spec: { number: 7 } });
    return undefined;
  });
  const never: Invariant = { ...oneAtATime, watch: () => ({ end: (report) => report({ message: "over" }) }) };
  const faults = [{ fromMs: 0, toMs: 20, verb: "create", resource: TICKET.resource, error: "internal" }] as const;
  const plan = { ...PLAN, actions: [creation("a", 0)], kinds: [DECLARED], faults, watchLagMs: {} };
  expect((await storyOf(numbering, plan, [never])).slice(-2)).toEqual([
    "+0.000s  refused    gate create tickets.example.dev: Internal error occurred: etcdserver: request timed out (×3)",
    "+0.035s  created    ticket a created by gate  spec.number 7",
  ]);
});
