/** Rules of pods for tests that say in fixed milliseconds what pods do. */

import { type Distribution, fixed } from "../src/engine/distribution.ts";
import { always } from "../src/kubelet/behaviour/exit-choice.ts";
import type { NumberSpan, PodRule, PodRules, PodTraits } from "../src/kubelet/behaviour/rules.ts";
import type { PodScript } from "../src/kubelet/script.ts";
import type { JobRef } from "../src/simulation/plan.ts";

/** What differs for some pods. */
export interface ScriptRule {
  readonly job?: JobRef;
  readonly index?: number;
  readonly attempt?: number;
  readonly ordinal?: number;
  readonly script: Partial<PodScript>;
}

/** Rules by which pods do what scripts say: `rules` for some of them, laid over what all do. */
export function scripted(script: PodScript, ...rules: readonly ScriptRule[]): PodRules {
  return { default: wholeTraits(script), rules: rules.map((rule) => ruleOf(rule, script)) };
}

/** A script as traits: without an end, it has none whatever the default is. */
export function wholeTraits(script: PodScript): PodTraits {
  return { ...traitsOf(script), ...(script.runMs === undefined ? { run: "forever" } : {}) };
}

/** A script for each pod by its ordinal or index, and again from the first. */
export function inTurns(scripts: readonly PodScript[], by: "ordinal" | "index", count: number): PodRules {
  const [first = scriptOf({})] = scripts;
  const rules = Array.from({ length: count }, (_, number) => ({
    [by]: number,
    script: scripts[number % scripts.length] ?? first,
  }));
  return scripted(first, ...rules);
}

/** A script of pods that are there at once and run until they are stopped, but for what is given. */
export function scriptOf(parts: Partial<PodScript>): PodScript {
  return { scheduleMs: 0, startMs: 0, exitCode: 0, terminationMs: 0, terminationExitCode: 143, ...parts };
}

function ruleOf({ job, index, attempt, ordinal, script }: ScriptRule, base: PodScript): PodRule {
  return {
    match: {
      ...(job === undefined ? {} : { jobs: [job] }),
      ...(index === undefined ? {} : { index: only(index) }),
      ...(attempt === undefined ? {} : { attempt: only(attempt) }),
      ...(ordinal === undefined ? {} : { ordinal: only(ordinal) }),
    },
    traits: traitsOf(script, base),
  };
}

function only(number: number): readonly NumberSpan[] {
  return [{ first: number, last: number }];
}

function traitsOf(script: Partial<PodScript>, base: Partial<PodScript> = {}): PodTraits {
  const { scheduleMs, startMs, readyMs, runMs, exitCode, restarts, terminationMs, terminationExitCode } = script;
  const { container, conditions } = script;
  const boundMs = scheduleMs ?? base.scheduleMs ?? 0;
  return {
    ...(scheduleMs === undefined ? {} : { schedule: step(scheduleMs, 0) }),
    ...(startMs === undefined ? {} : { start: step(startMs, boundMs === "never" ? 0 : boundMs) }),
    ...(readyMs === undefined ? {} : { ready: step(readyMs, 0) }),
    ...(runMs === undefined ? {} : { run: fixed(runMs) }),
    ...(exitCode === undefined ? {} : { exit: always(exitCode) }),
    ...(container === undefined ? {} : { container }),
    ...(conditions === undefined ? {} : { conditions }),
    ...(restarts === undefined
      ? {}
      : { restarts: restarts.map((run) => ({ count: 1, run: fixed(run.runMs), exit: always(run.exitCode) })) }),
    ...(terminationMs === undefined ? {} : { terminationTime: fixed(terminationMs) }),
    ...(terminationExitCode === undefined ? {} : { terminationExit: always(terminationExitCode) }),
  };
}

function step(atMs: number | "never", fromMs: number): Distribution | "never" {
  return atMs === "never" ? "never" : fixed(Math.max(0, atMs - fromMs));
}
