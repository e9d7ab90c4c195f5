/** Small runs that show what a switch does. */

import type { Job } from "../../src/api/types.ts";
import type { LogEntry } from "../../src/apiserver/log.ts";
import type { PodScript } from "../../src/kubelet/script.ts";
import type { JsonObject, SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";
import { scripted } from "../scripted.ts";

export const JOB = { namespace: "default", name: "sample" };
const EPOCH_MS = 946_684_800_000;

/** Pods are Ready 1.5 s after their creation, and need 1.5 s to stop. */
const DEFAULT_SCRIPT: PodScript = {
  scheduleMs: 100,
  startMs: 1500,
  exitCode: 0,
  terminationMs: 1500,
  terminationExitCode: 143,
};

export type Setting = Omit<Partial<SimulationPlan>, "actions" | "pods"> & {
  /** What stands in the spec besides the pod template. */
  readonly spec?: JsonObject;
  readonly pod?: JsonObject;
  /** How pods differ from running forever. */
  readonly script?: Partial<PodScript>;
  /** What the first pods do instead, in the order of their creation. */
  readonly first?: readonly Partial<PodScript>[];
  readonly actions?: readonly TimedAction[];
};

/** A manifest as a user writes it. */
export function manifestOf(spec: JsonObject = {}, pod: JsonObject = {}): JsonObject {
  const containers = [{ name: "main", image: "worker" }];
  const template = { spec: { restartPolicy: "Never", containers, ...pod } };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { ...JOB }, spec: { template, ...spec } };
}

/** Plays a Job that is created at 0. */
export function play({ spec, pod, script, first = [], actions = [], ...plan }: Setting): Simulation {
  const created: TimedAction = { atMs: 0, op: "createJob", manifest: manifestOf(spec, pod) };
  return simulate({
    epochMs: EPOCH_MS,
    seed: "1",
    untilMs: 100_000,
    ...plan,
    actions: [created, ...actions],
    pods: scripted(
      { ...DEFAULT_SCRIPT, ...script },
      ...first.map((different, ordinal) => ({ ordinal, script: different })),
    ),
  });
}

/** A patch of the Job by a user. */
export function patch(atMs: number, spec: JsonObject): TimedAction {
  return { atMs, op: "patchJob", job: JOB, patch: { spec } };
}

/** The status as it is at the end. */
export function finalJob(simulation: Simulation): Job | undefined {
  return simulation.server.jobs.jobs.get(JOB.namespace, JOB.name);
}

function isStatusWrite(entry: LogEntry): entry is Extract<LogEntry, { kind: "commit"; resource: "jobs" }> {
  return entry.kind === "commit" && entry.resource === "jobs" && entry.verb === "updateStatus";
}

/** Status writes as `time: fields`. */
export function writes(simulation: Simulation, ...fields: readonly (keyof Job["status"])[]): string[] {
  return simulation.log.entries.filter(isStatusWrite).map(({ timeMs, object: { status } }) => {
    const values = fields.map(
      (field) => `${field} ${field === "conditions" ? conditions(status) : (status[field] ?? 0)}`,
    );
    return `${timeMs}: ${values.join(", ")}`;
  });
}

/** The types of the conditions that are True. */
export function conditions(status: Job["status"] | undefined): string {
  const list = status?.conditions?.filter(({ status: value }) => value === "True") ?? [];
  return list.map(({ type }) => type).join("+");
}

/** When pods were created by the controller. */
export function creations(simulation: Simulation): number[] {
  return simulation.log.entries.flatMap((entry) =>
    entry.kind === "commit" && entry.resource === "pods" && entry.type === "ADDED" ? [entry.timeMs] : [],
  );
}

/** When the last status write with this True condition came. */
export function conditionAt(simulation: Simulation, type: string): number | undefined {
  return simulation.log.entries
    .filter(isStatusWrite)
    .find(({ object }) => conditions(object.status).split("+").includes(type))?.timeMs;
}

/** When requests of the controller were refused, and why. */
export function refusals(simulation: Simulation): string[] {
  return simulation.log.entries.flatMap((entry) =>
    entry.kind === "request" && entry.error !== undefined && entry.actor === "job-controller"
      ? [`${entry.timeMs} ${entry.error.reason}`]
      : [],
  );
}

/** Reasons of the Events of a run, those about single pods left out. */
export function events(simulation: Simulation): string[] {
  return simulation.log.entries.flatMap((entry) =>
    entry.kind === "event" && !entry.reason.startsWith("Successful") ? [`${entry.timeMs} ${entry.reason}`] : [],
  );
}
