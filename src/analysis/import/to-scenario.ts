/** From a recording to a scenario that replays it. */

import { isFinished } from "../../api/finished-job.ts";
import type { JsonObject } from "../../api/json.ts";
import type { Job } from "../../api/types.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import { formatDuration } from "../../scenario/duration.ts";
import { EVICTION_MESSAGES } from "../../scenario/events/pod-events.ts";
import { writeNodeGroups } from "../../scenario/write/write-cluster.ts";
import { jobChanges } from "./job-changes.ts";
import { instantOf } from "./json-stream.ts";
import { observePod, type PodObservation } from "./observe-pod.ts";
import { distributions, exactRule } from "./pod-rules.ts";
import type { ClusterRecording, RecordedJob } from "./recording.ts";
import { containerNames, manifestOf, type Scrubbing } from "./scrub.ts";

/** Options of an import. */
export interface ImportOptions {
  readonly name: string;
  readonly scrub: Scrubbing;
  /** Each recorded pod does what it did; if false, all are drawn from the distributions. */
  readonly exact: boolean;
  /** Where in its second the first Job was created, milliseconds. */
  readonly phaseMs: number;
}

/** A scenario made from a recording. */
export interface ImportedScenario {
  readonly scenario: JsonObject;
  /** Name in the scenario of each recorded Job. */
  readonly names: readonly string[];
  /** What the recording does not show. */
  readonly notes: readonly string[];
  /** The instant of the recording that is virtual time 0, milliseconds since 1970. */
  readonly startMs: number;
}

/** Makes a scenario of a recording with at least one Job. */
export function toScenario(recording: ClusterRecording, options: ImportOptions): ImportedScenario {
  const startMs = recording.jobs.reduce((least, job) => Math.min(least, createdAt(job)), Number.POSITIVE_INFINITY);
  const names = recording.jobs.map((job, i) => (options.scrub === "names" ? `job-${i + 1}` : nameOf(job)));
  const parts = recording.jobs.map((job, i) => importJob(job, names[i] ?? "", startMs, options));
  const isOpen = recording.jobs.some(({ versions }) => {
    const last = versions.at(-1);
    return last === undefined || !isFinished(last);
  });
  return {
    scenario: {
      apiVersion: "jobsim.dev/v1",
      kind: "Scenario",
      metadata: { name: options.name },
      ...(isOpen ? { until: formatDuration(Math.max(1_000, lastMoment(recording) - startMs)) } : {}),
      jobs: parts.map(({ entry }) => entry),
      pods: { rules: parts.flatMap(({ exact }) => exact).concat(parts.flatMap(({ drawn }) => drawn)) },
      ...(recording.nodes.length === 0 ? {} : { cluster: { nodes: importNodes(recording.nodes, options.scrub) } }),
      ...(parts.some(({ events }) => events.length > 0) ? { events: parts.flatMap(({ events }) => events) } : {}),
    },
    names,
    notes: parts.flatMap(({ notes }) => notes),
    startMs,
  };
}

interface JobParts {
  readonly entry: JsonObject;
  readonly exact: readonly JsonObject[];
  readonly drawn: readonly JsonObject[];
  readonly events: readonly JsonObject[];
  readonly notes: readonly string[];
}

function importJob(
  job: RecordedJob,
  name: string,
  startMs: number,
  { exact, scrub, phaseMs }: ImportOptions,
): JobParts {
  const [first] = job.versions;
  const last = job.versions.at(-1);
  if (first === undefined || last === undefined) return { entry: {}, exact: [], drawn: [], events: [], notes: [] };
  const { createdSuspended, suspensions, undated } = jobChanges(job);
  const spec = { ...first.spec, suspend: createdSuspended };
  const seen = job.pods.flatMap((pod) => observePod(pod) ?? []);
  const offset = (ms: number) => formatDuration(Math.max(0, ms - startMs) + phaseMs);
  const containers = scrub === "names" ? containerNames(first.spec.template.spec) : new Map<string, string>();
  return {
    entry: { at: offset(createdAt(job)), manifest: manifestOf(first, spec, name, scrub) },
    exact: exact ? seen.map((one) => exactRule(name, one, containers)) : [],
    drawn: drawnRules(name, seen),
    events: [
      ...suspensions.map(({ atMs, what }) => ({ at: offset(atMs), action: what, job: name })),
      ...(exact ? seen.flatMap((one) => removal(one, last, name, offset)) : []),
    ],
    notes: [
      ...undated.map((field) => `${name}: spec.${field} was changed while it ran; the recording does not say when`),
      ...(seen.some(({ restarts }) => restarts > 1)
        ? [`${name}: of several restarts only the last left its times`]
        : []),
    ],
  };
}

/** A rule for each index that was seen often enough, and one for the Job: all its pods have the same images. */
function drawnRules(job: string, seen: readonly PodObservation[]): JsonObject[] {
  const byIndex = new Map<number, PodObservation[]>();
  for (const one of seen) {
    const { index } = one.pod;
    if (index !== undefined) byIndex.set(index, [...(byIndex.get(index) ?? []), one]);
  }
  const ofIndexes = [...byIndex]
    .filter(([, pods]) => pods.length > 1)
    .map(([index, pods]) => ({ match: { job, index }, ...distributions(pods) }));
  const all = distributions(seen);
  return [...ofIndexes, ...(Object.keys(all).length === 0 ? [] : [{ match: { job }, ...all }])];
}

/** An eviction, or a delete that did not come from the controller. */
function removal(
  { pod, deletedMs, disruption }: PodObservation,
  job: Job,
  name: string,
  offset: (ms: number) => string,
): JsonObject[] {
  if (deletedMs === undefined) return [];
  const at = offset(deletedMs);
  const which = pod.index === undefined ? { ordinal: pod.ordinal } : { index: pod.index, attempt: pod.attempt };
  const target = { job: name, ...which };
  if (disruption !== undefined) {
    const { reason = "" } = disruption;
    const known = Object.hasOwn(EVICTION_MESSAGES, reason) ? { reason } : {};
    return [{ at, action: "evict", pod: target, ...known }];
  }
  return isByController(job, deletedMs) ? [] : [{ at, action: "deletePod", pod: target }];
}

/** The controller deletes pods once there is a verdict, while the Job is suspended, and when it is deleted. */
function isByController({ metadata, status }: Job, atMs: number): boolean {
  const since = (status.conditions ?? [])
    .filter(({ type }) => ["FailureTarget", "SuccessCriteriaMet", "Failed", "Complete", "Suspended"].includes(type))
    .flatMap(({ lastTransitionTime }) => instantOf(lastTransitionTime) ?? []);
  const deletedMs = instantOf(metadata.deletionTimestamp);
  return [...since, ...(deletedMs === undefined ? [] : [deletedMs])].some((ms) => ms <= atMs + 1_000);
}

/** Nodes with their own names would reveal the company they belong to. */
function importNodes(nodes: readonly PlannedNode[], scrub: Scrubbing): JsonObject[] {
  if (scrub !== "names") return writeNodeGroups(nodes);
  return writeNodeGroups(nodes.map((node, i) => ({ ...node, name: `node-${i}` })));
}

function createdAt({ versions }: RecordedJob): number {
  return instantOf(versions[0]?.metadata.creationTimestamp) ?? 0;
}

function nameOf({ versions }: RecordedJob): string {
  return versions[0]?.metadata.name ?? "";
}

function lastMoment({ jobs }: ClusterRecording): number {
  const moments = jobs.flatMap((job) => [
    createdAt(job),
    ...(job.versions.at(-1)?.status.conditions ?? []).flatMap(
      ({ lastTransitionTime }) => instantOf(lastTransitionTime) ?? [],
    ),
    ...job.pods.flatMap((pod) => {
      const seen = observePod(pod);
      return [seen?.createdMs ?? 0, seen?.startedMs ?? 0, seen?.endedMs ?? 0, seen?.deletedMs ?? 0];
    }),
  ]);
  return moments.reduce((latest, ms) => Math.max(latest, ms), 0);
}
