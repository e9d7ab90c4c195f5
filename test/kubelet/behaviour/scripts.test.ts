import { describe, expect, test } from "vitest";
import { fixed } from "../../../src/engine/distribution.ts";
import { always, type ExitChoice } from "../../../src/kubelet/behaviour/exit-choice.ts";
import type { PodRules } from "../../../src/kubelet/behaviour/rules.ts";
import { type ScriptFor, scriptsFrom } from "../../../src/kubelet/behaviour/scripts.ts";
import type { PodIdentity } from "../../../src/kubelet/script.ts";

const job = { namespace: "default", jobName: "sweep" };
const coin: ExitChoice = { codes: [0, 1], upTo: [0.5, 1] };

function indexed(index: number, attempt = 0, ordinal = index): PodIdentity {
  return { ...job, index, attempt, ordinal };
}

function rulesOf(...rules: PodRules["rules"]): PodRules {
  return { default: {}, rules };
}

describe("the behaviour of a pod", () => {
  test("has defaults", () => {
    expect(scriptsFrom("1", rulesOf())(indexed(0))).toEqual({
      scheduleMs: 0,
      startMs: 1_000,
      readyMs: 0,
      runMs: 10_000,
      exitCode: 0,
      terminationMs: 1_000,
      terminationExitCode: 143,
    });
  });

  test("counts each step from the one before it", () => {
    const scriptFor = scriptsFrom("1", { default: { schedule: fixed(5_000), start: fixed(2_000) }, rules: [] });
    expect(scriptFor(indexed(0))).toMatchObject({ scheduleMs: 5_000, startMs: 7_000 });
  });

  test("comes from the first rule that matches, and otherwise from the defaults", () => {
    const scriptFor = scriptsFrom("1", {
      default: { run: fixed(30_000), exit: always(3) },
      rules: [
        { match: { index: [{ first: 2, last: 3 }], attempt: [{ first: 0, last: 0 }] }, traits: { exit: always(1) } },
        { match: { index: [{ first: 2, last: 2 }] }, traits: { run: fixed(5_000) } },
        { match: { ordinal: [{ first: 9, last: 9 }] }, traits: { run: "forever" } },
        { match: { jobs: [{ namespace: "other", name: "sweep" }] }, traits: { start: "never" } },
      ],
    });
    expect(scriptFor(indexed(2))).toMatchObject({ runMs: 30_000, exitCode: 1 });
    expect(scriptFor(indexed(2, 1))).toMatchObject({ runMs: 5_000, exitCode: 3 });
    expect(scriptFor(indexed(1))).toMatchObject({ runMs: 30_000, exitCode: 3 });
    expect(scriptFor(indexed(1, 0, 9))).not.toHaveProperty("runMs");
    expect(scriptFor({ ...indexed(1), namespace: "other" })).toMatchObject({ startMs: "never" });
    expect(scriptFor({ ...job, attempt: 0, ordinal: 2 })).toMatchObject({ runMs: 30_000, exitCode: 3 });
  });

  test("with schedule never starts relative to the binding by others", () => {
    const scriptFor = scriptsFrom("1", { default: { schedule: "never", start: fixed(3_000) }, rules: [] });
    expect(scriptFor(indexed(0))).toMatchObject({ scheduleMs: "never", startMs: 3_000 });
  });

  test("expands repeated restarts", () => {
    const restarts = [
      { count: 2, run: fixed(1_000), exit: always(1) },
      { count: 1, run: fixed(2_000), exit: always(7) },
    ];
    expect(scriptsFrom("1", { default: { restarts }, rules: [] })(indexed(0)).restarts).toEqual([
      { runMs: 1_000, exitCode: 1 },
      { runMs: 1_000, exitCode: 1 },
      { runMs: 2_000, exitCode: 7 },
    ]);
  });
});

describe("draws", () => {
  const drawn: PodRules = {
    default: { run: { kind: "exponential", meanMs: 30_000 }, exit: coin },
    rules: [],
  };
  const pods = Array.from({ length: 50 }, (_, i) => indexed(i));
  /** All that a pod does, its first restart included. */
  const drawnFor = (scriptFor: ScriptFor, pod: PodIdentity) => {
    const { laterRun, ...script } = scriptFor(pod);
    return { ...script, restarted: laterRun?.(1) };
  };
  const scriptsOf = (scriptFor: ScriptFor) => pods.map((pod) => drawnFor(scriptFor, pod));

  test("are the same for the same seed, and differ for another", () => {
    const scripts = scriptsOf(scriptsFrom("1", drawn));
    expect(
      pods
        .toReversed()
        .map((pod) => drawnFor(scriptsFrom("1", drawn), pod))
        .toReversed(),
    ).toEqual(scripts);
    expect(scriptsOf(scriptsFrom("2", drawn))).not.toEqual(scripts);
  });

  test("of one quantity do not depend on other quantities", () => {
    const before = scriptsOf(scriptsFrom("1", drawn));
    const changed: PodRules = {
      default: { ...drawn.default, start: { kind: "uniform", minMs: 0, maxMs: 9_000 }, exit: always(0) },
      rules: [{ match: { index: [{ first: 0, last: 9 }] }, traits: { run: fixed(1) } }],
    };
    const after = scriptsOf(scriptsFrom("1", changed));
    expect(after.slice(10).map((script) => script.runMs)).toEqual(before.slice(10).map((script) => script.runMs));
  });

  test("grow with the distribution, pod by pod, as common random numbers should", () => {
    const slower: PodRules = { default: { ...drawn.default, run: { kind: "exponential", meanMs: 60_000 } }, rules: [] };
    for (const pod of pods) {
      const before = scriptsFrom("1", drawn)(pod).runMs ?? 0;
      expect(Math.abs((scriptsFrom("1", slower)(pod).runMs ?? 0) - 2 * before)).toBeLessThanOrEqual(2);
    }
  });

  test("differ between pods, attempts, Jobs, and run and exit", () => {
    const scriptFor = scriptsFrom("1", drawn);
    const times = [
      ...pods.map((pod) => scriptFor(pod)),
      ...pods.map(({ index = 0 }) => scriptFor(indexed(index, 1))),
      ...pods.map((pod) => scriptFor({ ...pod, jobName: "other" })),
      ...pods.map(({ ordinal }) => scriptFor({ ...job, attempt: 0, ordinal })),
    ].map((script) => script.runMs);
    expect(new Set(times).size).toBeGreaterThan(195);
  });

  test("differ for each restart of a container", () => {
    const { laterRun, runMs } = scriptsFrom("1", drawn)(indexed(0));
    const times = [runMs, ...[1, 2, 3].map((attempt) => laterRun?.(attempt).runMs)];
    expect(new Set(times).size).toBe(4);
  });

  test("of an index do not depend on the number of earlier pods", () => {
    const scriptFor = scriptsFrom("1", drawn);
    expect(drawnFor(scriptFor, indexed(4, 1, 4))).toEqual(drawnFor(scriptFor, indexed(4, 1, 900)));
  });
});
