/** The check: finding, shrinking, telling, replaying. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { choose } from "../../src/testing/choose.ts";
import { CHECKED_FEATURES } from "../../src/testing/generate/features.ts";
import { drawTrial } from "../../src/testing/generate/trial.ts";
import {
  builtInControllers,
  check,
  countEvents,
  formatReplay,
  type Invariant,
  parseReplay,
  replay,
  type StartControllers,
} from "../../src/testing/index.ts";
import { untilSettled } from "../../src/testing/settle.ts";
import { shorterLists } from "../../src/testing/shrink/shorter-lists.ts";
import { simplerTrials } from "../../src/testing/shrink/simpler-trial.ts";
import { randomSource } from "../../src/testing/source.ts";

/** Violated by every run in which a pod fails. */
const noPodFails: Invariant = {
  id: "no-pod-fails",
  sentence: "No pod fails.",
  source: "this test",
  watch() {
    return {
      pod({ object }, _record, report) {
        if (object.status.phase === "Failed") report({ message: `pod ${object.metadata.name} failed` });
      },
    };
  },
};

test("an invariant of your own is checked, and its violation is shrunk to the essential", () => {
  const { failures, runs } = check({ invariants: [noPodFails], runs: 200 });
  const [failure] = failures;
  if (failure === undefined) expect.fail("nothing was found");
  expect(runs).toBe(failure.seed);
  expect(countEvents(failure.shrunk)).toBeLessThanOrEqual(2);
  expect(failure.story.filter((line) => !line.includes("  because  ")).length).toBeLessThanOrEqual(12);
  expect(failure.story.at(-1)).toContain("Failed");
  expect(failure.story.join("\n")).toMatch(
    /because +1 pod created: .*\[pods-created\]\n.* pod .* created by job-controller/,
  );
});

test("a check that finds nothing lets nobody listen to decisions", () => {
  const listeners: unknown[] = [];
  const controllers: StartControllers = (host) => {
    listeners.push(host.onDecision);
    return builtInControllers(host);
  };
  expect(check({ runs: 20, controllers, strict: false }).failures).toEqual([]);
  expect(new Set(listeners)).toEqual(new Set([undefined]));
});

test("the seed of a failure finds it again in one run", () => {
  const [first] = check({ invariants: [noPodFails], runs: 200 }).failures;
  const [again] = check({ invariants: [noPodFails], runs: 1, seed: first?.seed ?? 0 }).failures;
  expect(again?.shrunk).toEqual(first?.shrunk);
});

test("a replay file gives the same violation at the same time", () => {
  const [failure] = check({ invariants: [noPodFails], runs: 200 }).failures;
  if (failure === undefined) expect.fail("nothing was found");
  const parsed = parseReplay(formatReplay(failure));
  if ("problems" in parsed) expect.fail(parsed.problems.join("\n"));
  const digests = [parsed.trial, untilSettled(failure.shrunk)].map((plan) => digestOf(simulate(plan).log.entries));
  expect(digests[1]).toBe(digests[0]);
  expect(replay(parsed, { invariants: [noPodFails] }).verdict).toBe("same");
  expect(replay(parsed, { invariants: [] }).verdict).toBe("none");
});

test("a broken file of a violation is refused with the place of what is wrong", () => {
  expect(parseReplay("{")).toHaveProperty("problems");
  expect(parseReplay("kind: Job")).toHaveProperty("problems");
  const [failure] = check({ invariants: [noPodFails], runs: 200 }).failures;
  if (failure === undefined) expect.fail("nothing was found");
  const text = formatReplay(failure);
  expect(parseReplay(text.replace('"until": "', '"until": "x'))).toEqual({
    problems: [expect.stringMatching(/^line \d+, column \d+: until: /)],
  });
  expect(parseReplay(text.replace('"violation": ', '"description": '))).toHaveProperty("problems");
});

test("a run without a violation is nothing to replay", () => {
  const text = readFileSync("sim-scenarios/first-run.yaml", "utf8");
  expect(parseReplay(text)).toEqual({ problems: [expect.stringContaining("has no violation to look for")] });
});

test("a shrunk trial says nothing of Jobs that it does not create", () => {
  for (let seed = 0; seed < 40; seed++) {
    const trial = drawTrial(randomSource(`strays ${seed}`), ["secondJob", "failures", "deletePods", "suspend"]);
    for (const { actions } of simplerTrials(trial)) {
      const named = new Set(actions.flatMap((action) => ("job" in action ? [action.job.name] : [])));
      const created = actions.flatMap((action) => (action.op === "createJob" ? [JSON.stringify(action.manifest)] : []));
      for (const name of named) expect(created.some((manifest) => manifest.includes(`"name":"${name}"`))).toBe(true);
    }
  }
});

test("an exception in the middle of a run is a separate kind of failure", () => {
  const throwing: Invariant = {
    ...noPodFails,
    watch: () => ({
      end: () => {
        throw new Error("broken");
      },
    }),
  };
  const [failure] = check({ invariants: [throwing], runs: 1 }).failures;
  expect(failure?.kind).toBe("exception");
  expect(failure?.violation.message).toBe("broken");
});

test("two runs of one trial are the same, commit by commit", () => {
  expect(check({ runs: 100, twice: true }).failures).toEqual([]);
});

test("every simpler trial can be played, and shrinking goes down", () => {
  for (let seed = 0; seed < 20; seed++) {
    const trial = drawTrial(randomSource(`simpler ${seed}`), CHECKED_FEATURES);
    const size = JSON.stringify(trial).length;
    const smaller = [...simplerTrials(trial)].filter((simpler) => JSON.stringify(simpler).length <= size + 60);
    expect(smaller.length).toBe([...simplerTrials(trial)].length);
  }
});

test("lists get shorter by halves, then by single items", () => {
  expect([...shorterLists([1, 2, 3, 4])]).toEqual([
    [3, 4],
    [1, 2],
    [2, 3, 4],
    [1, 3, 4],
    [1, 2, 4],
    [1, 2, 3],
  ]);
  expect([...shorterLists([1])]).toEqual([[]]);
  expect([...shorterLists([])]).toEqual([]);
});

test("names of invariants and features limit a check; a wrong one gets a hint", () => {
  const choice = choose(["counted-once", "lag"]);
  if ("problem" in choice) expect.fail(choice.problem);
  expect(choice.invariants.map(({ id }) => id)).toEqual(["counted-once"]);
  expect(choice.features).toEqual(["lag"]);
  expect(choose(["counted-onec"])).toEqual({ problem: expect.stringContaining("did you mean counted-once?") });
});
