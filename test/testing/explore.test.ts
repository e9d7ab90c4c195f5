/** Every schedule of a small world. */

import { describe, expect, test } from "vitest";
import * as hasty from "../../examples/queue/hasty-queue.ts";
import * as correct from "../../examples/queue/queue.ts";
import { POD } from "../../src/api/kinds/workloads.ts";
import { isCommitOf } from "../../src/apiserver/log.ts";
import { Expectations } from "../../src/controller/expectations.ts";
import { completionIndexOf } from "../../src/controller/job/pod-facts.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import {
  builtInControllers,
  controller,
  EPOCH_MS,
  type ExploreOptions,
  type ExploreProgress,
  type ExploreResult,
  explore,
  exploreAsync,
  failureOf,
  formatReplay,
  INVARIANTS,
  type Invariant,
  parseReplay,
  replayAsync,
  runTrial,
  type SimulationPlan,
  simulate,
  smallWorld,
  together,
} from "../../src/testing/index.ts";
import { replaceMethod } from "../defects/install.ts";

const ONE_OF_TWO = smallWorld({ jobs: 1, pods: 2 });

test("the usual schedule is the run without one", () => {
  const schedule = { choices: [], heldMs: 1_500 };
  const digests = [ONE_OF_TWO, { ...ONE_OF_TWO, schedule }].map((plan) => digestOf(simulate(plan).log.entries));
  expect(digests[1]).toBe(digests[0]);
});

/** What a search found: defects of Kubernetes by their names, and anything else by the invariant. */
function foundBy({ findings }: ExploreResult): readonly string[] {
  return [...new Set(findings.map(({ known, invariant }) => known ?? invariant))];
}

test("in every schedule of one Job of two pods with one deviation only a late creation shows a defect", () => {
  const result = explore(ONE_OF_TWO, { deviations: 1 });
  expect(result.isComplete).toBe(true);
  expect(foundBy(result)).toEqual(["unfenced-writes"]);
  const { order, delivery, write, pod } = result.deviated;
  expect(result.schedules).toBe(1 + order + delivery + write + pod);
  expect(Math.min(order, delivery, write, pod)).toBeGreaterThan(5);
});

test("a creation that fails lets higher indexes of its batch overtake it, which is no defect", () => {
  const three = smallWorld({ jobs: 1, pods: 3 });
  const result = explore(three, { deviations: 1 });
  expect(result.isComplete).toBe(true);
  expect(foundBy(result)).toEqual(["unfenced-writes"]);
  const failed = { ...three, schedule: { choices: [{ point: 5, kind: "write", option: 1 }], heldMs: 1_500 } } as const;
  const { entries } = simulate(failed).log;
  const failure = entries.findIndex((entry) => entry.kind === "request" && entry.error !== undefined);
  const overtaking = entries.findIndex((entry) => isCommitOf(POD, entry) && completionIndexOf(entry.object) === 2);
  expect(failure).toBeGreaterThan(0);
  expect(failure).toBeLessThan(overtaking);
});

const AT_ONCE = { atMs: 0 } as const;

test.each([
  ["unfenced-writes", "a creation takes effect after its timeout", [{ point: 2, kind: "write", option: 4 }]],
  [
    "unfenced-leader",
    "a creation is late, and another process takes over unnoticed",
    [
      { point: 2, kind: "write", option: 4 },
      { point: 3, kind: "write", option: 7 },
    ],
  ],
  [
    "59848",
    "a process dies after a creation, and its successor lists the pods of the past",
    [
      { point: 2, kind: "write", option: 6 },
      { point: 7, kind: "start", option: 2 },
    ],
  ],
] as const)("Kubernetes has the defect %s: %s", (known, _, choices) => {
  const schedule = { heldMs: 1_500, choices: choices.map((choice) => ({ ...choice, ...AT_ONCE })) };
  const { violations } = runTrial({ ...ONE_OF_TWO, schedule }, { invariants: INVARIANTS });
  expect(violations.map((found) => found.known)).toContain(known);
});

test("a schedule with all kinds of choices is written as a file and read again", () => {
  const choices = [
    { point: 2, kind: "write", option: 6, atMs: 0 },
    { point: 7, kind: "start", option: 2, atMs: 1_250 },
  ] as const;
  const trial: SimulationPlan = { ...ONE_OF_TWO, schedule: { choices, heldMs: 1_500 } };
  const violation = { invariant: "index-unique", timeMs: 0, entry: 0, message: "", numbers: {} };
  const file = parseReplay(formatReplay({ violation, shrunk: trial, controllers: [] }));
  if ("problems" in file) expect.fail(file.problems.join("\n"));
  expect(file.trial.schedule).toEqual(trial.schedule);
});

test("a pod that fails, and one that is replaced, are searched as well", () => {
  const result = explore(smallWorld({ jobs: 1, pods: 2, failing: 1 }), { deviations: 1 });
  expect(result.isComplete).toBe(true);
  expect(foundBy(result)).toEqual(["unfenced-writes"]);
});

/** The calls that failed, the pods that were created, and what became of the process, in order. */
function requestsOf(choices: NonNullable<SimulationPlan["schedule"]>["choices"]): readonly string[] {
  const { entries } = runTrial(
    { ...ONE_OF_TWO, schedule: { choices, heldMs: 1_500 } },
    { invariants: [], record: true },
  );
  return entries.flatMap((entry) => {
    if (entry.kind === "process") return [entry.change];
    if (entry.kind === "request") return [`${entry.verb} ${entry.error?.reason}`];
    return entry.kind === "commit" &&
      entry.actor === "job-controller" &&
      entry.resource === "pods" &&
      entry.type === "ADDED"
      ? [`created ${entry.timeMs}`]
      : [];
  });
}

/** The first choice about a write: the creation of the first pod. */
function firstWrite(): number {
  let first = -1;
  const onChoice = (kind: string, _options: number, point: number) => {
    if (kind === "write" && first === -1) first = point;
  };
  const listener = { onChoice, onMemory: () => {}, onLearned: () => {}, onHeld: () => {} };
  runTrial({ ...ONE_OF_TWO, schedule: { choices: [], heldMs: 1_500 } }, { invariants: [], onChoice: listener });
  return first;
}

describe("a single write of a batch", () => {
  const point = firstWrite();
  test.each([
    [1, ["create InternalError", "created 1000", "created 1000"]],
    [2, ["create Conflict", "created 1000", "created 1000"]],
    [3, ["created 0", "create Timeout", "created 1000"]],
    [4, ["create Timeout", "created 1000", "created 1000", "created 1500"]],
    [5, ["stopped", "started", "created 0", "created 0"]],
    [6, ["created 0", "stopped", "started", "created 0"]],
    [7, ["created 0", "created 0", "joined", "left"]],
  ])("has fate %i", (option, expected) => {
    const seen = requestsOf([{ point, kind: "write", option }]);
    expect(seen).toEqual(expected);
  });
});

test("a schedule that does not fit its run is refused", () => {
  const schedule = { choices: [{ point: 0, kind: "write", option: 6 } as const], heldMs: 1_500 };
  expect(() => simulate({ ...ONE_OF_TWO, schedule })).toThrow("choice 0 of the schedule is option 6 of write");
});

test("a schedule and disturbances of the same watches and writes are refused", () => {
  const schedule = { choices: [], heldMs: 1_500 };
  const disturbances = [{ kind: "lostAnswers", atMs: 0, count: 1 }] as const;
  expect(() => simulate({ ...ONE_OF_TWO, schedule, disturbances })).toThrow("a schedule or disturbances");
});

const HASTY: ExploreOptions = {
  invariants: hasty.invariants,
  controllers: together(builtInControllers, ...hasty.controllers.map(controller)),
  deviations: 1,
  kinds: ["delivery"],
};
const QUEUE_WORLD: SimulationPlan = { epochMs: EPOCH_MS, seed: "queue", ...correct.world };

test("the queue that trusts its cache is caught by one watch that lags, and the file plays it again", async () => {
  const { findings } = await exploreAsync(QUEUE_WORLD, HASTY);
  const [finding] = findings;
  if (finding === undefined) expect.fail("nothing was found");
  expect(finding).toMatchObject({ invariant: "quota-kept", trial: { schedule: { choices: [{ kind: "delivery" }] } } });
  const file = parseReplay(formatReplay(await failureOf(finding, HASTY)));
  if ("problems" in file) expect.fail(file.problems.join("\n"));
  const { verdict } = await replayAsync(file, {
    invariants: hasty.invariants,
    ...(HASTY.controllers === undefined ? {} : { controllers: HASTY.controllers }),
  });
  expect(verdict).toBe("same");
});

test("the correct queue keeps its promises in each of them", async () => {
  const controllers = together(builtInControllers, ...correct.controllers.map(controller));
  const result = await exploreAsync(QUEUE_WORLD, { ...HASTY, controllers });
  expect(result).toMatchObject({ isComplete: true, findings: [] });
});

test("a search that is stopped continues later, with the same result", () => {
  const whole = explore(ONE_OF_TWO, { deviations: 1, kinds: ["write"] });
  let from: ExploreProgress | undefined;
  for (let parts = 0; parts < 1_000; parts += 7) {
    const shouldStop = ({ done }: ExploreProgress) => done >= parts + 7;
    const saved: ExploreProgress | undefined = from === undefined ? undefined : JSON.parse(JSON.stringify(from));
    const part = explore(ONE_OF_TWO, {
      ...{ deviations: 1, kinds: ["write"], shouldStop },
      ...(saved === undefined ? {} : { from: saved }),
    });
    from = part;
    if (part.isComplete) break;
  }
  expect(from).toEqual(whole);
});

test("shares add up to the whole", () => {
  const options = { deviations: 2, kinds: ["order"] } as const;
  const whole = explore(ONE_OF_TWO, options);
  const shares = [0, 1, 2].map((index) => explore(ONE_OF_TWO, { ...options, shard: { index, of: 3 } }));
  expect(shares.reduce((sum, { schedules }) => sum + schedules, 0)).toBe(whole.schedules);
});

test("a controller that does not wait to see its own creations is caught by one deviation", () => {
  const twoPods: Invariant = {
    id: "two-pods",
    sentence: "A Job of two has two pods.",
    source: "this test",
    watch: (ledger) => ({
      end(report) {
        if (ledger.pods.size > 2) report({ message: `${ledger.pods.size} pods` });
      },
    }),
  };
  const remove = replaceMethod(Expectations.prototype, "satisfied", () => () => true);
  try {
    const { findings } = explore(ONE_OF_TWO, { deviations: 1, invariants: [twoPods] });
    expect(findings.map(({ invariant }) => invariant)).toEqual(["two-pods"]);
  } finally {
    remove();
  }
});
