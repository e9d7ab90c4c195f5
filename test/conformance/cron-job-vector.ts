/** A recorded scenario of a CronJob and its Jobs, and how its run differs from the recording. */

import type { JsonObject } from "../../src/api/json.ts";
import type { Propagation } from "../../src/simulation/plan.ts";
import { cronJobTraceOf } from "./cron-job-trace.ts";
import { playCronJob } from "./play-cron-job.ts";
import type { TraceRecord } from "./trace-vector.ts";
import { isRecord } from "./vectors.ts";

interface RecordedScript {
  readonly startMs?: number;
  readonly runMs?: number;
  readonly exitCode?: number;
}

/** An action as recorded; which of the optional keys are there depends on `op`. */
export interface CronJobAction {
  readonly atMs: number;
  readonly op: string;
  readonly patch?: JsonObject;
  readonly propagation?: Propagation;
  readonly nth?: number;
  readonly name?: string;
  readonly manifest?: JsonObject;
  readonly owned?: boolean;
  readonly downMs?: number;
}

export interface CronJobFault {
  readonly fromMs: number;
  readonly toMs: number;
  readonly verb: string;
  readonly resource: string;
  readonly error: "forbidden" | "internal" | "conflict" | "notfound" | "terminating";
}

export interface CronJobScenario {
  readonly name: string;
  readonly tags: readonly string[];
  readonly start: string;
  readonly createOffsetMs: number;
  readonly cronJob: JsonObject & { readonly metadata: { readonly name: string; readonly namespace: string } };
  readonly legacy?: boolean;
  readonly kubelet: {
    readonly scheduleMs: number;
    readonly startMs: number;
    readonly terminationMs: number;
    readonly default: RecordedScript;
    readonly pods?: readonly (RecordedScript & { readonly job: number; readonly attempt: number })[];
  };
  readonly actions?: readonly CronJobAction[];
  readonly faults?: readonly CronJobFault[];
  readonly watchLagMs?: { readonly jobs?: number; readonly cronjobs?: number };
  readonly apiLatencyMs?: number;
  readonly untilMs: number;
}

export interface CronJobExpectation {
  readonly trace: readonly TraceRecord[];
  readonly refused: readonly TraceRecord[];
  readonly cluster: readonly TraceRecord[];
  readonly events: readonly TraceRecord[];
  readonly finalStatus: unknown;
  readonly jobsLeft: readonly string[];
}

export interface CronJobVector {
  readonly scenario: CronJobScenario;
  readonly expect: CronJobExpectation & { readonly epoch: string };
}

/** Whether a document is a recorded scenario of a CronJob. */
export function isCronJobVector(value: unknown): value is CronJobVector {
  return isRecord(value) && isRecord(value.scenario) && "cronJob" in value.scenario;
}

/** Plays a recorded scenario, and finds the first difference; `undefined` if the run is the same. */
export function cronJobDifference({ scenario, expect }: CronJobVector): string | undefined {
  const actual = cronJobTraceOf(playCronJob(scenario));
  return (
    compareRecords("trace", expect.trace, actual.trace) ??
    compareRecords("events", once(expect.events), once(actual.events)) ??
    compareRecords("refused", once(expect.refused), once(actual.refused)) ??
    compareRecords("cluster", sorted(expect.cluster), sorted(actual.cluster)) ??
    compareValues("finalStatus", expect.finalStatus, actual.finalStatus) ??
    compareValues("jobsLeft", [...expect.jobsLeft].sort(), [...actual.jobsLeft].sort())
  );
}

function compareRecords(
  part: string,
  expected: readonly TraceRecord[],
  actual: readonly TraceRecord[],
): string | undefined {
  for (let at = 0; at < Math.max(expected.length, actual.length); at++) {
    const difference = compareValues(`${part}[${at}]`, expected[at], actual[at]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function compareValues(part: string, expected: unknown, actual: unknown): string | undefined {
  const [want, got] = [canonical(expected), canonical(actual)];
  return want === got ? undefined : `${part}\n  recorded:  ${want ?? "(nothing)"}\n  simulated: ${got ?? "(nothing)"}`;
}

/** What is said once however often it happened within an instant. */
function once(records: readonly TraceRecord[]): TraceRecord[] {
  const texts = new Map(records.map((record) => [canonical(record), record]));
  return sorted([...texts.values()]);
}

function sorted(records: readonly TraceRecord[]): TraceRecord[] {
  return [...records].sort((a, b) => a.t - b.t || ((canonical(a) ?? "") < (canonical(b) ?? "") ? -1 : 1));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
