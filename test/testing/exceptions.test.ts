/** What authors' code throws: a failure whose story says where. */

import { describe, expect, test } from "vitest";
import {
  type CheckOptions,
  type ControllerDefinition,
  checkAsync,
  controller,
  exploreAsync,
  failureOf,
  type Invariant,
} from "../../src/testing/index.ts";
import { ONE_JOB } from "./fixtures/restless.ts";

function slip(): never {
  throw new TypeError("there is nothing to read");
}

function reconciling(reconcile: () => Promise<undefined>): ControllerDefinition {
  return { name: "mine", watches: { jobs: () => ["a"] }, start: () => reconcile };
}

const IDLE = controller(reconciling(async () => undefined));
const WORLD = { workload: () => ({ actions: ONE_JOB.actions }), invariants: [], controllers: IDLE };
const SLIPPING: Invariant = {
  id: "slips",
  sentence: "It throws.",
  source: "the test",
  watch: () => ({ job: () => slip() }),
};

async function firstOf(options: CheckOptions) {
  const { failures } = await checkAsync({ ...WORLD, ...options, runs: 3 });
  const [failure] = failures;
  if (failure === undefined) expect.fail("nothing was found");
  return failure;
}

const PLACE = /^ {2}at .*slip.*\(.*exceptions\.test\.ts:\d+:\d+\)$/;

describe("an exception is a failure of the first run, with the place in the story:", () => {
  test.each<readonly [string, CheckOptions]>([
    ["of a reconcile", { controllers: controller(reconciling(async () => slip())) }],
    ["of a start", { controllers: controller({ ...reconciling(async () => undefined), start: slip }) }],
    ["of an invariant", { invariants: [SLIPPING] }],
  ])("%s", async (_what, options) => {
    const failure = await firstOf(options);
    expect(failure).toMatchObject({ kind: "exception", seed: 1, violation: { invariant: "no-exception" } });
    expect(failure.story[0]).toBe("the run ends with an exception: TypeError: there is nothing to read");
    expect(failure.story[1]).toMatch(PLACE);
  });

  test("of a workload, which has no run to show", async () => {
    const failure = await firstOf({ workload: slip });
    expect(failure).toMatchObject({ kind: "undrawn", seed: 1, trial: { actions: [] } });
    expect(failure.story[0]).toMatch(/^the workload, with seed 1, ends with an exception: TypeError: /);
    expect(failure.story[1]).toMatch(PLACE);
  });
});

test("an exploration tells an exception in the same way", async () => {
  const options = { controllers: IDLE, invariants: [SLIPPING], deviations: 0 };
  const { findings } = await exploreAsync(ONE_JOB, options);
  const [finding] = findings;
  if (finding === undefined) expect.fail("nothing was found");
  const failure = await failureOf(finding, options);
  expect(failure.kind).toBe("exception");
  expect(failure.story[1]).toMatch(PLACE);
});
