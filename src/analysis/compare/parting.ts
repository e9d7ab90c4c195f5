/** Where two runs of the same seed diverge, and why. */

import { equalJson } from "../../api/json.ts";
import type { Job } from "../../api/types.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { type FieldChange, fieldChanges } from "../changes/field-changes.ts";
import type { Transition } from "../changes/transition.ts";
import { transitions } from "../changes/transitions.ts";
import type { JobLife } from "../job-life.ts";
import type { PodLife } from "../pod-life.ts";
import { readRun } from "../read-run.ts";

/** How a pod that both runs have differs between them; what did not happen is absent. */
export interface PodDifference {
  readonly job: string;
  readonly pod: string;
  readonly what: "start" | "run" | "exit";
  readonly first?: number;
  readonly second?: number;
}

/** Where two runs diverge. */
export interface Parting {
  /** Transitions that both runs have. */
  readonly shared: number;
  /** What each did instead; absent if a run had ended. */
  readonly first?: Transition;
  readonly second?: Transition;
  /** Fields of the Jobs that differ, by name of the Job. */
  readonly fields: readonly { readonly job: string; readonly changes: readonly FieldChange[] }[];
  /** The first pod that behaved differently, up to where they diverged. */
  readonly pod?: PodDifference;
}

/** Finds the first transition at which two runs differ; `undefined` if they are the same to the end. */
export function findParting(first: Simulation, second: Simulation): Parting | undefined {
  const [a, b] = [courseOf(first), courseOf(second)];
  let shared = 0;
  while (shared < a.length && shared < b.length && equalJson(a[shared], b[shared])) shared++;
  if (shared === a.length && shared === b.length) return undefined;
  const [x, y] = [a[shared], b[shared]];
  const partedMs = Math.max(x?.atMs ?? 0, y?.atMs ?? 0);
  const [jobsA, jobsB] = [readRun(first).jobs, readRun(second).jobs];
  const pod = podDifference(jobsA, jobsB, partedMs);
  return {
    shared,
    ...(x === undefined ? {} : { first: x }),
    ...(y === undefined ? {} : { second: y }),
    fields: fieldDifferences(jobsA, jobsB),
    ...(pod === undefined ? {} : { pod }),
  };
}

function courseOf(simulation: Simulation): Transition[] {
  return transitions(simulation).filter(isOfCourse);
}

/** What is compared: not Events, which only echo, and not the creation, whose fields are compared separately. */
export function isOfCourse({ kind }: Transition): boolean {
  return kind !== "event" && kind !== "created";
}

function fieldDifferences(first: readonly JobLife[], second: readonly JobLife[]): Parting["fields"] {
  return first.flatMap((life, i) => {
    const other = second[i];
    if (other === undefined) return [];
    const changes = fieldChanges("spec", withoutIdentity(life.last), withoutIdentity(other.last));
    return changes.length === 0 ? [] : [{ job: life.name, changes }];
  });
}

/** The spec without what the API server adds to distinguish this Job from others. */
function withoutIdentity({ spec }: Job) {
  const { selector: _, template, ...rest } = spec;
  return { ...rest, template: { spec: template.spec } };
}

function podDifference(
  first: readonly JobLife[],
  second: readonly JobLife[],
  untilMs: number,
): PodDifference | undefined {
  const found = first.flatMap((life, i) => {
    const others = new Map(second[i]?.pods.map((pod) => [pod.label, pod]));
    return life.pods.flatMap((pod) => {
      const other = others.get(pod.label);
      const difference = other === undefined ? undefined : differenceOf(pod, other);
      const atMs = Math.min(pod.endedMs ?? Number.POSITIVE_INFINITY, other?.endedMs ?? Number.POSITIVE_INFINITY);
      return difference === undefined || atMs > untilMs
        ? []
        : [{ atMs, job: life.name, pod: pod.label, ...difference }];
    });
  });
  const [earliest] = found.sort((a, b) => a.atMs - b.atMs);
  if (earliest === undefined) return undefined;
  const { atMs: _, ...difference } = earliest;
  return difference;
}

function differenceOf(a: PodLife, b: PodLife): Omit<PodDifference, "job" | "pod"> | undefined {
  const start = ({ runningMs, createdMs }: PodLife) => (runningMs === undefined ? undefined : runningMs - createdMs);
  const run = ({ runningMs, endedMs }: PodLife) =>
    runningMs === undefined || endedMs === undefined ? undefined : endedMs - runningMs;
  if (start(a) !== start(b)) return values("start", start(a), start(b));
  if (run(a) !== run(b)) return values("run", run(a), run(b));
  return a.exitCode === b.exitCode ? undefined : values("exit", a.exitCode, b.exitCode);
}

function values(what: PodDifference["what"], first: number | undefined, second: number | undefined) {
  return { what, ...(first === undefined ? {} : { first }), ...(second === undefined ? {} : { second }) };
}
