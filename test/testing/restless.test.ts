/**
 * Runs that never come to rest: they end as a failure of their own, whose story tells what repeats. Here they end after
 * a tenth of what a run may do; `restless-limits.test.ts` has the limits as they are.
 */

import { describe, expect, test, vi } from "vitest";
import type { SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import {
  type ControllerDefinition,
  checkAsync,
  controller,
  exploreAsync,
  failureOf,
  formatReplay,
  type Invariant,
  parseReplay,
  replayAsync,
  runTrialAsync,
  Simulation,
} from "../../src/testing/index.ts";
import {
  breeder,
  counter,
  flipper,
  lister,
  marker,
  NOTE,
  ONE_JOB,
  poller,
  sleeper,
  spinner,
} from "./fixtures/restless.ts";

vi.mock(import("../../src/simulation/controllers/most-at-once.ts"), async (real) => {
  const { MOST_AT_ONCE } = await real();
  return { MOST_AT_ONCE: { turns: MOST_AT_ONCE.turns / 10, calls: MOST_AT_ONCE.calls / 10 } };
});
vi.mock(import("../../src/analysis/longest-run.ts"), async (real) => {
  const limits = await real();
  const { MOST_ENTRIES, MOST_EVENTS_AT_ONCE } = limits;
  const fewer = { ...MOST_ENTRIES, trial: MOST_ENTRIES.trial / 10 };
  return { ...limits, MOST_ENTRIES: fewer, MOST_EVENTS_AT_ONCE: MOST_EVENTS_AT_ONCE / 10 };
});

const play = (definition: ControllerDefinition, plan: SimulationPlan = ONE_JOB, invariants: Invariant[] = []) =>
  runTrialAsync(plan, { invariants, controllers: controller(definition) });

function told(definition: ControllerDefinition, trial: SimulationPlan) {
  const replayed = { trial, expected: { invariant: "", message: "", timeMs: 0 }, seed: undefined };
  return replayAsync(replayed, { controllers: controller(definition), invariants: [] });
}

async function storyOf(definition: ControllerDefinition, plan = ONE_JOB): Promise<string[]> {
  return (await told(definition, plan)).story.map((line) => line.trim());
}

const FIELD = `metadata.annotations.${NOTE}`;
const READ = "jobs a in its cache, up to date";

describe("a run whose clock cannot move on is a violation at that instant:", () => {
  test.each([
    [flipper, /^flipper reconciles a more than 1,000 times in one instant: the clock cannot move on$/],
    [spinner, /^spinner reconciles a more than 1,000 times in one instant/],
    [poller, /^more than 20,000 calls follow each other without a wait in one instant/],
    [sleeper, /^more than 50,000 events follow each other in one instant/],
  ])("$name", async (definition, message) => {
    const { violations } = await play(definition);
    expect(violations).toEqual([
      expect.objectContaining({ invariant: "comes-to-rest", timeMs: 1_000, message: expect.stringMatching(message) }),
    ]);
  });

  test("and not that of a controller that writes only what is not there yet", async () => {
    expect((await play(marker)).violations).toEqual([]);
  });

  test("what was violated before is told as well, and what holds in the end is not judged", async () => {
    const both: Invariant = {
      id: "both",
      sentence: "Nobody ticks, and nothing ends.",
      source: "the test",
      watch: () => ({
        job: ({ object }, _record, report) => {
          if (object.metadata.annotations?.[NOTE] === "2") report({ message: "two" });
        },
        end: (report) => report({ message: "ended" }),
      }),
    };
    const { violations } = await play(counter, ONE_JOB, [both]);
    expect(violations.map(({ message }) => message)).toEqual(["two", expect.stringMatching(/^counter reconciles a/)]);
  });

  test("in a run outside of checks it is an error, with the instant", async () => {
    const simulation = new Simulation(ONE_JOB, { controllers: controller(flipper) });
    await expect(simulation.runAsync()).rejects.toMatchObject({ name: "RestlessError", atMs: 1_000 });
  });
});

describe("a busy instant is no endless one:", () => {
  const MANY_JOBS: SimulationPlan = {
    ...ONE_JOB,
    actions: ONE_JOB.actions.flatMap((action): readonly TimedAction[] => {
      if (action.op !== "createJob") return [action];
      const { metadata, ...rest } = action.manifest;
      const named = (name: string) => ({ ...rest, metadata: { ...Object(metadata), name } });
      return Array.from({ length: 1_200 }, (_, at) => ({ ...action, manifest: named(`job-${at}`) }));
    }),
  };

  test.each([
    ["one key for each", marker],
    ["one key for all, and one Job a turn", lister],
  ])("a controller writes into each of 1,200 Jobs that are created at once: %s", async (_keys, definition) => {
    const { violations, length } = await play(definition, MANY_JOBS);
    expect([violations, length]).toEqual([[], 2_400]);
  });
});

test("the story tells the shortest cycle of writes once, how often it came, and what would be right", async () => {
  expect(await storyOf(flipper)).toEqual([
    "+1.000s  created    NonIndexed, 1 completion, parallelism 1, backoffLimit 6, suspended",
    `+1.000s  read       flipper for a: ${READ}`,
    `+1.000s  controller patch ${FIELD} none→"tick" (by flipper)`,
    "+1.000s  repeats    from here on, 499 times in this one instant:",
    `+1.000s  read       flipper for a: ${READ}`,
    `+1.000s  controller patch ${FIELD} "tick"→"tock" (by flipper)`,
    `+1.000s  read       flipper for a: ${READ}`,
    `+1.000s  controller patch ${FIELD} "tock"→"tick" (by flipper)`,
    "",
    "At +1.000s: flipper reconciles a more than 1,000 times in one instant: the clock cannot move on.",
    "Each write wakes the controller that makes the next one. Write only what differs from what was read.",
    "To try again later, wait: clock.sleep, or requeueAfterMs (RequeueAfter in Go) of more than 0.",
  ]);
});

test("of a cycle whose values differ each time, the story tells the first and the last", async () => {
  const story = await storyOf(counter);
  expect(story.slice(3, 8)).toEqual([
    "+1.000s  repeats    from here on, 999 times in this one instant:",
    `+1.000s  read       counter for a: ${READ}`,
    `+1.000s  controller patch ${FIELD} "1"→"2" (by counter)`,
    "+1.000s  repeats    and so on; time 999 is:",
    `+1.000s  controller patch ${FIELD} "999"→"1000" (by counter)`,
  ]);
  expect(story.at(-3)).toContain("Write only if something else has changed");
});

test("without a write that repeats, the story says so", async () => {
  expect(await storyOf(spinner)).toEqual([
    "+1.000s  created    NonIndexed, 1 completion, parallelism 1, backoffLimit 6, suspended",
    "",
    "At +1.000s: spinner reconciles a more than 1,000 times in one instant: the clock cannot move on.",
    expect.stringMatching(/^No change repeats: /),
    expect.any(String),
    expect.stringMatching(/^To try again later, wait: clock.sleep/),
  ]);
});

test("where a watch lags, time moves on, and the loop is told once the run is too large", async () => {
  const plan: SimulationPlan = { ...ONE_JOB, watchLagMs: { jobs: 10 }, untilMs: 60 * 60 * 1000 };
  const { violations, story } = await told(flipper, plan);
  expect(violations).toEqual([
    expect.objectContaining({
      invariant: "comes-to-rest",
      message: expect.stringMatching(
        /^the run is too large: .*: flipper sends patch of jobs default\/a 5,\d{3} times in the last half of them$/,
      ),
    }),
  ]);
  expect(story).toContainEqual(expect.stringMatching(/repeats {4}from here on, \d,\d{3} times until \+\d+/));
});

test("objects that are created without end are told as that", async () => {
  const story = await storyOf(breeder);
  expect(story.join("\n")).toMatch(/created {4}a-\d+ .*\(by breeder\)/);
  expect(story.at(-3)).toContain("Before creating an object look for the one that is there");
});

test("a check finds it, shrinks it to its cause, and writes a file that plays it again", async () => {
  const controllers = controller(flipper);
  const options = { controllers, invariants: [], workload: () => ({ actions: ONE_JOB.actions }) };
  const { failures } = await checkAsync({ ...options, runs: 5 });
  const [failure] = failures;
  if (failure === undefined) expect.fail("nothing was found");
  expect(failure).toMatchObject({ kind: "restless", violation: { invariant: "comes-to-rest", timeMs: 1_000 } });
  expect(failure.shrunk).not.toHaveProperty("watchLagMs");
  const file = parseReplay(formatReplay(failure));
  if ("problems" in file) expect.fail(file.problems.join("\n"));
  expect(await replayAsync(file, options)).toMatchObject({ verdict: "same", story: failure.story });
  expect(
    await replayAsync({ ...file, controllers: [] }, { ...options, controllers: controller(marker) }),
  ).toMatchObject({ verdict: "none" });
});

test("an exploration finds it in the usual schedule, and tries no deviations from what never ends", async () => {
  const options = { controllers: controller(flipper), invariants: [], deviations: 1 };
  const { findings, schedules } = await exploreAsync(ONE_JOB, options);
  const [finding] = findings;
  if (finding === undefined) expect.fail("nothing was found");
  expect([finding.invariant, schedules]).toEqual(["comes-to-rest", 1]);
  expect(await failureOf(finding, options)).toMatchObject({ kind: "restless" });
});
