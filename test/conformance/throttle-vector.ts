/** A recorded burst of small Jobs under a client-side rate limit, and when its pods were created and its Jobs done. */

import type { JsonObject, SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { scripted } from "../scripted.ts";
import { isRecord, type RecordedJson } from "./vectors.ts";

interface BurstRecord {
  readonly t: number;
  readonly k: "podCreate" | "status";
  readonly job: string;
  readonly conditions?: readonly string[];
}

export interface ThrottleVector {
  readonly jobs: number;
  readonly podsPerJob: number;
  readonly podRunMs: number;
  readonly kubeAPIQPS: number;
  readonly kubeAPIBurst: number;
  readonly concurrentJobSyncs: number;
  readonly allJobsCreatedMs: number;
  readonly records: readonly BurstRecord[];
}

/** Shares of the pods, and of the Jobs, whose instants are compared. */
const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9, 1] as const;
/** The recordings are of real time: what is within either is the same. */
const TOLERANCE_SHARE = 0.1;
const TOLERANCE_MS = 500;
/** About what a request to the recorded API server took, as the recording without much of a limit shows. */
const API_LATENCY_MS = 8;

/** Instants at which each share of the pods was created, and of the Jobs completed. */
export interface BurstShape {
  readonly podsMs: readonly number[];
  readonly jobsMs: readonly number[];
}

export function isThrottleVector(vector: RecordedJson): vector is RecordedJson & ThrottleVector {
  return "records" in vector && "kubeAPIQPS" in vector && isRecord(vector);
}

/** The first quantile that is off, or `undefined`. */
export function firstDeviation(vector: ThrottleVector): string | undefined {
  const recorded = shapeOf(vector.records);
  const played = playedShape(vector);
  return (
    deviation("pod creations", recorded.podsMs, played.podsMs) ??
    deviation("Job completions", recorded.jobsMs, played.jobsMs)
  );
}

/** Plays the burst. */
export function playedShape(vector: ThrottleVector): BurstShape {
  return shapeOf(recordsOf(planOf(vector)));
}

/** When the shares of pods and Jobs were reached. */
export function shapeOf(records: readonly BurstRecord[]): BurstShape {
  const podsMs = records.filter(({ k }) => k === "podCreate").map(({ t }) => t);
  const completedMs = new Map<string, number>();
  for (const { k, t, job, conditions } of records) {
    if (k === "status" && conditions?.includes("Complete") && !completedMs.has(job)) completedMs.set(job, t);
  }
  return { podsMs: sharesOf(podsMs), jobsMs: sharesOf([...completedMs.values()]) };
}

function sharesOf(instants: readonly number[]): number[] {
  const sorted = instants.toSorted((a, b) => a - b);
  return SHARES.map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
}

function deviation(what: string, recorded: readonly number[], played: readonly number[]): string | undefined {
  for (const [i, share] of SHARES.entries()) {
    const [want, got] = [recorded[i] ?? Number.NaN, played[i] ?? Number.NaN];
    // Not-a-number on either side is off, too.
    if (!(Math.abs(want - got) <= Math.max(TOLERANCE_MS, want * TOLERANCE_SHARE))) {
      return `${share * 100}% of the ${what}\n  recorded:  ${want} ms\n  simulated: ${got} ms`;
    }
  }
  return undefined;
}

/** The burst as a plan: the Jobs come evenly spread over the time that their creation took. */
export function planOf(vector: ThrottleVector): SimulationPlan {
  const { jobs, allJobsCreatedMs, podRunMs, concurrentJobSyncs, kubeAPIQPS, kubeAPIBurst } = vector;
  const actions = Array.from({ length: jobs }, (_, i): TimedAction => {
    const atMs = Math.round((i * allJobsCreatedMs) / jobs);
    return { op: "createJob", atMs, manifest: manifest(`j${String(i).padStart(4, "0")}`, vector.podsPerJob) };
  });
  // The recordings hold no pod that was ever ready: they went from Pending to Succeeded.
  const life = { scheduleMs: 0, startMs: podRunMs, readyMs: "never", runMs: 0, exitCode: 0 } as const;
  const script = { ...life, terminationMs: 0, terminationExitCode: 143 };
  return {
    epochMs: Date.parse("2026-01-01T00:00:00Z"),
    seed: "throttle",
    actions,
    pods: scripted(script),
    apiLatencyMs: API_LATENCY_MS,
    controllerManager: { concurrentJobSyncs, kubeApi: { qps: kubeAPIQPS, burst: kubeAPIBurst } },
  };
}

function manifest(name: string, completions: number): JsonObject {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "burst" }] } };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: { completions, parallelism: completions, template },
  };
}

function recordsOf(plan: SimulationPlan): BurstRecord[] {
  const records: BurstRecord[] = [];
  for (const entry of simulate(plan).log.entries) {
    if (entry.kind !== "commit") continue;
    const { timeMs: t, object } = entry;
    if (entry.resource === "pods") {
      if (entry.type === "ADDED") records.push({ t, k: "podCreate", job: "" });
    } else if (entry.resource === "jobs" && entry.verb === "updateStatus") {
      const conditions = (entry.object.status.conditions ?? []).map(({ type }) => type);
      records.push({ t, k: "status", job: object.metadata.name, conditions });
    }
  }
  return records;
}
