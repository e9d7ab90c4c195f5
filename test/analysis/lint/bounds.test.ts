/** Simulations of random Jobs confirm what lint claims about limits. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  failureBound,
  indexTextBound,
  latestFailureMs,
  retriesWithin,
  totalBackoffMs,
} from "../../../src/analysis/lint/bounds.ts";
import { jobIn, remarksOn } from "../../../src/analysis/lint/lint.ts";
import { REFUSED } from "../../../src/analysis/lint/refused.ts";
import { LINT_RULES } from "../../../src/analysis/lint/registry.ts";
import type { JobInRelease } from "../../../src/analysis/lint/rule.ts";
import { summarize } from "../../../src/analysis/summary.ts";
import { IndexSet } from "../../../src/api/index-set.ts";
import type { JsonObject } from "../../../src/api/json.ts";
import type { PodRules } from "../../../src/kubelet/behaviour/rules.ts";
import type { PodScript } from "../../../src/kubelet/script.ts";
import { EPOCH_MS } from "../../../src/simulation/plan.ts";
import { NEWEST_RELEASE, RELEASES, type Release, switchesOf } from "../../../src/simulation/releases/releases.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { inTurns, scripted } from "../../scripted.ts";
import { manifestOf } from "./manifests.ts";

/** More pods than any Job here has if all fail. */
const MOST_PODS = 100;

/** Plays a Job whose pods behave according to the rules. */
function play(
  manifest: JsonObject,
  pods: PodRules,
  more: { readonly untilMs?: number; readonly kubernetes?: Release } = {},
) {
  const actions = [{ atMs: 0, op: "createJob", manifest } as const];
  const plan = { epochMs: EPOCH_MS, seed: "1", actions, pods };
  const simulation = simulate({ ...plan, ...more });
  const [job] = summarize(simulation).jobs;
  if (job === undefined) throw new Error("the Job was refused");
  return job;
}

const failing = (startMs: number, runMs: number, exitCode = 1): PodScript => ({
  scheduleMs: 0,
  startMs,
  runMs,
  exitCode,
  terminationMs: 0,
  terminationExitCode: 143,
});

/** Run times by ordinal, in milliseconds. */
const runTimes = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 12 });

function seen(manifest: JsonObject, release: Release = NEWEST_RELEASE): JobInRelease {
  return jobIn(manifest, release, switchesOf(release));
}

function specOf(manifest: JsonObject) {
  return seen(manifest).job.spec;
}

/** Plays a Job that always fails, and compares with the bound that lint claims. */
function checkBound(manifest: JsonObject, times: readonly number[], release: Release = NEWEST_RELEASE): void {
  const { job: stored, switches } = seen(manifest, release);
  const bound = failureBound(stored.spec, switches);
  const startMs = 1_500;
  const job = play(
    manifest,
    inTurns(
      times.map((runMs) => failing(startMs, runMs)),
      "ordinal",
      bound.mostPods,
    ),
    {
      kubernetes: release,
    },
  );
  expect(job.outcome).toBe("Failed");
  expect(job.pods.created).toBeGreaterThanOrEqual(bound.fewestPods);
  expect(job.pods.created).toBeLessThanOrEqual(bound.mostPods);
  expect(job.finishedMs).toBeLessThanOrEqual(latestFailureMs(bound, startMs + Math.max(...times)));
}

describe("JS101: pods and time until failure", () => {
  test("of a Job with backoffLimit", () => {
    const jobs = fc.record({
      backoffLimit: fc.integer({ min: 0, max: 12 }),
      parallelism: fc.integer({ min: 1, max: 6 }),
      completions: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      podReplacementPolicy: fc.constantFrom("Failed", "TerminatingOrFailed"),
    });
    fc.assert(
      fc.property(jobs, runTimes, ({ completions, ...rest }, times) => {
        checkBound(manifestOf({ spec: { ...rest, ...(completions === undefined ? {} : { completions }) } }), times);
      }),
      { seed: 101, numRuns: 400 },
    );
  });

  test("of a Job with backoffLimit, in every release", () => {
    const jobs = fc.record({
      backoffLimit: fc.integer({ min: 0, max: 10 }),
      parallelism: fc.integer({ min: 1, max: 5 }),
      completions: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...RELEASES), jobs, runTimes, (release, spec, times) => {
        checkBound(manifestOf({ spec }), times, release);
      }),
      { seed: 104, numRuns: 600 },
    );
  });

  test("of a Job with backoffLimitPerIndex", () => {
    const jobs = fc.record({
      completions: fc.integer({ min: 1, max: 8 }),
      parallelism: fc.integer({ min: 1, max: 6 }),
      backoffLimitPerIndex: fc.integer({ min: 0, max: 4 }),
      max: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
      limit: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(jobs, runTimes, ({ max, limit, ...rest }, times) => {
        const maxFailed = max === undefined ? {} : { maxFailedIndexes: Math.min(max, rest.completions) };
        const backoffLimit = limit === undefined ? {} : { backoffLimit: limit };
        checkBound(manifestOf({ spec: { completionMode: "Indexed", ...rest, ...maxFailed, ...backoffLimit } }), times);
      }),
      { seed: 102, numRuns: 400 },
    );
  });

  test("of a Job whose containers restart in place", () => {
    const jobs = fc.record({
      backoffLimit: fc.integer({ min: 0, max: 9 }),
      parallelism: fc.integer({ min: 1, max: 4 }),
      completions: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(jobs, fc.integer({ min: 0, max: 60_000 }), (spec, runMs) => {
        const manifest = manifestOf({ spec, pod: { restartPolicy: "OnFailure" } });
        const bound = failureBound(specOf(manifest));
        const restarts = Array.from({ length: 20 }, () => ({ runMs, exitCode: 1 }));
        const job = play(manifest, scripted({ ...failing(1_000, runMs), restarts }));
        expect(job.reason).toBe("BackoffLimitExceeded");
        expect(job.pods.created).toBeLessThanOrEqual(bound.mostPods);
        expect(job.finishedMs).toBeLessThanOrEqual(latestFailureMs(bound, 1_000 + runMs));
      }),
      { seed: 103, numRuns: 200 },
    );
  });
});

test("JS130: no more retries start before the deadline than lint claims", () => {
  const inputs = fc.record({
    limit: fc.integer({ min: 1, max: 10 }),
    deadlineS: fc.integer({ min: 1, max: 3_000 }),
    kubernetes: fc.constantFrom(...RELEASES.filter((release) => switchesOf(release).backoffSource === "finishTime")),
  });
  fc.assert(
    fc.property(inputs, fc.integer({ min: 0, max: 20_000 }), ({ limit, deadlineS, kubernetes }, runMs) => {
      const switches = switchesOf(kubernetes);
      fc.pre(totalBackoffMs(limit, switches) >= deadlineS * 1000);
      const manifest = manifestOf({ spec: { backoffLimit: limit, activeDeadlineSeconds: deadlineS } });
      const job = play(manifest, scripted(failing(1_000, runMs)), { kubernetes });
      expect(job.pods.created).toBeLessThanOrEqual(1 + retriesWithin(deadlineS * 1000, limit, switches));
      expect(job.reason).toBe("DeadlineExceeded");
    }),
    { seed: 130, numRuns: 300 },
  );
});

test("JS140: a failure policy rule that lint reports as never deciding never decides", () => {
  const rule = fc.record({
    action: fc.constantFrom("Count", "Ignore", "FailJob"),
    operator: fc.constantFrom("In", "NotIn"),
    values: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    containerName: fc.constantFrom(undefined, "main", "side"),
  });
  const shadowed = LINT_RULES.find(({ id }) => id === "JS140");
  let flagged = 0;
  fc.assert(
    fc.property(fc.array(rule, { minLength: 2, maxLength: 4 }), (drawn) => {
      const rules = drawn.map(({ action, operator, values, containerName }) => ({
        action,
        onExitCodes: { operator, values: values.toSorted(), ...(containerName === undefined ? {} : { containerName }) },
      }));
      const containers = ["main", "side"].map((name) => ({ name, image: "worker" }));
      const manifest = manifestOf({ spec: { podFailurePolicy: { rules } }, pod: { containers } });
      const never = new Set(
        (shadowed === undefined ? [] : remarksOn(seen(manifest), shadowed)).map(({ path }) => Number(path.at(-1))),
      );
      flagged += never.size;
      for (const container of ["main", "side"]) {
        for (let exitCode = 1; exitCode <= 6; exitCode++) {
          const decided = rules.findIndex(
            ({ onExitCodes: { operator, values, containerName = container } }) =>
              containerName === container && (operator === "In") === values.includes(exitCode),
          );
          expect(never.has(decided)).toBe(false);
        }
      }
    }),
    { seed: 140, numRuns: 1_000 },
  );
  expect(flagged).toBeGreaterThan(100);
});

test("JS150: a success policy rule that lint reports as never met is never met", () => {
  const rule = fc.oneof(
    fc.record({ succeededCount: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ succeededIndexes: fc.constantFrom("0", "1-3", "0,4", "0-4", "2") }),
    fc.record({ succeededIndexes: fc.constantFrom("0-4", "1-3"), succeededCount: fc.integer({ min: 0, max: 3 }) }),
  );
  const unmet = LINT_RULES.find(({ id }) => id === "JS150");
  fc.assert(
    fc.property(fc.array(rule, { minLength: 2, maxLength: 4 }), runTimes, (rules, times) => {
      const spec = { completionMode: "Indexed", completions: 5, parallelism: 3, successPolicy: { rules } };
      const manifest = manifestOf({ spec });
      const remarks = unmet === undefined ? [] : remarksOn(seen(manifest), unmet);
      const job = play(
        manifest,
        inTurns(
          times.map((runMs) => failing(1_000, runMs, 0)),
          "index",
          5,
        ),
      );
      for (const { path } of remarks) expect(job.message).not.toBe(`Matched rules at index ${path.at(-1)}`);
    }),
    { seed: 150, numRuns: 300 },
  );
});

test("JS160: index lists are never longer than lint claims", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.infiniteStream(fc.integer({ min: 0, max: 2 })), (size, draws) => {
      const [completed, failed] = [new IndexSet(), new IndexSet()];
      for (let index = 0; index < size; index++) {
        const kind = draws.next().value;
        if (kind !== 2) (kind === 0 ? completed : failed).add(index);
      }
      expect(completed.format().length + failed.format().length).toBeLessThanOrEqual(indexTextBound(size));
    }),
    { seed: 160, numRuns: 300 },
  );
});

test("JS163: a limit of the Job that is not above the limit per index gives up no index", () => {
  const inputs = fc.record({
    completions: fc.integer({ min: 1, max: 5 }),
    parallelism: fc.integer({ min: 1, max: 4 }),
    backoffLimitPerIndex: fc.integer({ min: 0, max: 4 }),
    below: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(inputs, runTimes, ({ below, ...rest }, times) => {
      const backoffLimit = Math.max(0, rest.backoffLimitPerIndex - below);
      const manifest = manifestOf({ spec: { completionMode: "Indexed", ...rest, backoffLimit } });
      const job = play(
        manifest,
        inTurns(
          times.map((runMs) => failing(1_000, runMs)),
          "ordinal",
          MOST_PODS,
        ),
      );
      expect(job.reason).toBe("BackoffLimitExceeded");
    }),
    { seed: 163, numRuns: 200 },
  );
});

test("JS170: the Job is deleted as soon after its end as lint claims", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 9_000 }), (ttl, runMs) => {
      const manifest = manifestOf({ spec: { ttlSecondsAfterFinished: ttl } });
      const job = play(manifest, scripted(failing(1_000, runMs, 0)));
      expect(job.outcome).toBe("Deleted");
      expect((job.deleted?.atMs ?? 0) - (job.finishedMs ?? 0)).toBeLessThanOrEqual(ttl * 1000);
    }),
    { seed: 170, numRuns: 100 },
  );
});

test("every rule has texts for its page", () => {
  for (const { title, why, advice } of [REFUSED, ...LINT_RULES]) {
    expect(Math.min(title.length, why.length, advice.length)).toBeGreaterThan(10);
  }
});
