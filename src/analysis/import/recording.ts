/** What was observed of Jobs and their pods: every version of each object, put in order. */

import { COMPLETION_INDEX_ANNOTATION } from "../../api/constants.ts";
import { decodeJob, decodePod } from "../../api/decode-object.ts";
import { inMap } from "../../api/in-map.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import type { Job, Pod } from "../../api/types.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import { groupOf } from "../../scenario/file-kinds.ts";
import { nodesOfObject } from "../../scenario/node-objects.ts";
import type { SkippedObject } from "../../scenario/skipped-objects.ts";
import { instantOf } from "./json-stream.ts";

/** A recorded Job with its pods. */
export interface RecordedJob {
  /** At least one, by resource version. */
  readonly versions: readonly Job[];
  /** By creation. */
  readonly pods: readonly RecordedPod[];
}

/** A recorded pod. */
export interface RecordedPod {
  readonly versions: readonly Pod[];
  /** `index/attempt`, or `#ordinal`. */
  readonly label: string;
  readonly index: number | undefined;
  readonly attempt: number;
  readonly ordinal: number;
  /** When an Event said that its container started, milliseconds since 1970. */
  readonly startedEventMs: number | undefined;
}

/** The objects of a recorded cluster. */
export interface ClusterRecording {
  readonly jobs: readonly RecordedJob[];
  /** CronJobs that were seen, by namespace and name: not their schedules are played, but the Jobs that they made. */
  readonly cronJobs: readonly string[];
  /** Nodes of the cluster, if they were among what was seen. */
  readonly nodes: readonly PlannedNode[];
  /** How many Events about these objects were seen. */
  readonly events: number;
}

/** How a Job is counted that was written but never stored. */
export const UNMET_JOB = "manifest of a Job";

/** Takes in objects, lists and watch events in any order, then puts them together. */
export class RecordingBuilder {
  readonly #jobs = new Map<string, Map<string, Job>>();
  readonly #pods = new Map<string, Map<string, Pod>>();
  readonly #started = new Map<string, number>();
  readonly #cronJobs = new Set<string>();
  readonly #nodes = new Map<string, PlannedNode>();
  readonly #skipped: SkippedObject[] = [];
  #events = 0;

  /** Objects that say nothing about Jobs. */
  get skipped(): readonly SkippedObject[] {
    return this.#skipped;
  }

  /** @param value a Job, a Pod, a Node, an Event, a List of them, or a watch event; anything else is counted */
  add(value: unknown): void {
    if (isJsonList(value)) for (const item of value) this.add(item);
    if (!isJsonObject(value)) return;
    const { kind, items, object, type } = value;
    if (isJsonList(items)) {
      const own = typeof kind === "string" && kind.endsWith("List") && kind !== "List" ? kind.slice(0, -4) : undefined;
      for (const item of items) this.add(isJsonObject(item) && own !== undefined ? { kind: own, ...item } : item);
    } else if (typeof type === "string" && kind === undefined && isJsonObject(object)) this.add(object);
    else if (isForeign(value) || isUnmet(value)) this.#skipped.push({ kind: foreignKind(value) });
    else if (kind === "Job") this.addJob(decodeJob(withoutApiVersion(value)).object);
    else if (kind === "Pod") this.addPod(decodePod(withoutApiVersion(value)).object);
    else if (kind === "CronJob") this.#cronJobs.add(fullNameOf(value));
    else if (kind === "Node") {
      for (const node of nodesOfObject(value, () => undefined)) this.#nodes.set(node.name, node);
    } else if (kind === "Event") this.#addEvent(value);
  }

  addJob(job: Job): void {
    versionsOf(this.#jobs, job.metadata.uid).set(job.metadata.resourceVersion, job);
  }

  addPod(pod: Pod): void {
    versionsOf(this.#pods, pod.metadata.uid).set(pod.metadata.resourceVersion, pod);
  }

  build(): ClusterRecording {
    const jobs = [...this.#jobs.values()].map(inOrder).sort(byCreation);
    const pods = byOwner([...this.#pods.values()].map(inOrder).sort(byCreation));
    return {
      jobs: jobs.map((versions) => {
        const uid = versions[0]?.metadata.uid ?? "";
        return { versions, pods: this.#numbered(pods.get(uid) ?? []) };
      }),
      cronJobs: [...this.#cronJobs],
      nodes: [...this.#nodes.values()],
      events: this.#events,
    };
  }

  #addEvent({ involvedObject, reason, firstTimestamp, eventTime }: JsonObject): void {
    if (!isJsonObject(involvedObject)) return;
    this.#events++;
    const atMs = instantOf(firstTimestamp) ?? instantOf(eventTime);
    const { uid, kind } = involvedObject;
    if (kind !== "Pod" || reason !== "Started" || typeof uid !== "string" || atMs === undefined) return;
    this.#started.set(uid, Math.min(atMs, this.#started.get(uid) ?? atMs));
  }

  #numbered(pods: readonly (readonly Pod[])[]): RecordedPod[] {
    const attempts = new Map<number, number>();
    return pods.map((versions, ordinal) => {
      const { uid = "", annotations = {} } = versions[0]?.metadata ?? {};
      const startedEventMs = this.#started.get(uid);
      const text = annotations[COMPLETION_INDEX_ANNOTATION];
      if (text === undefined) {
        return { versions, label: `#${ordinal}`, index: undefined, attempt: 0, ordinal, startedEventMs };
      }
      const index = Number(text);
      const attempt = attempts.get(index) ?? 0;
      attempts.set(index, attempt + 1);
      return { versions, label: `${index}/${attempt}`, index, attempt, ordinal, startedEventMs };
    });
  }
}

/** Groups of the kinds that are read; items of lists may omit theirs. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Job: ["batch"],
  CronJob: ["batch"],
  Pod: [""],
  Node: [""],
  Event: ["", "events.k8s.io"],
};

function isForeign({ kind, apiVersion }: JsonObject): boolean {
  const groups = typeof kind === "string" && Object.hasOwn(GROUPS, kind) ? GROUPS[kind] : undefined;
  if (groups === undefined) return true;
  const group = groupOf(apiVersion);
  return group !== undefined && !groups.includes(group);
}

/** A manifest that no API server has stored. */
function isUnmet({ kind, metadata }: JsonObject): boolean {
  if (kind !== "Job" && kind !== "Pod") return false;
  return !isJsonObject(metadata) || typeof metadata.uid !== "string" || metadata.uid === "";
}

function foreignKind(object: JsonObject): string {
  if (isUnmet(object) && !isForeign(object)) return object.kind === "Job" ? UNMET_JOB : "manifest of a Pod";
  const { kind, apiVersion } = object;
  if (typeof kind !== "string" || kind === "") return "value without a kind";
  return Object.hasOwn(GROUPS, kind) ? `${kind} of ${groupOf(apiVersion) ?? "?"}` : kind;
}

function fullNameOf({ metadata }: JsonObject): string {
  const { namespace, name } = isJsonObject(metadata) ? metadata : {};
  return typeof namespace === "string" && namespace !== "default" ? `${namespace}/${String(name)}` : String(name);
}

/** Decoding checks the version of single objects; items of lists may lack it. */
function withoutApiVersion({ apiVersion: _apiVersion, ...rest }: JsonObject): JsonObject {
  return rest;
}

function versionsOf<T>(all: Map<string, Map<string, T>>, uid: string): Map<string, T> {
  const known = all.get(uid) ?? new Map<string, T>();
  all.set(uid, known);
  return known;
}

function inOrder<T extends Job | Pod>(versions: ReadonlyMap<string, T>): T[] {
  return [...versions.values()].sort((a, b) => versionOf(a) - versionOf(b));
}

function versionOf({ metadata }: Job | Pod): number {
  return Number(metadata.resourceVersion) || 0;
}

/** Objects of one second by the first version seen: it increases with creation. */
function byCreation(a: readonly (Job | Pod)[], b: readonly (Job | Pod)[]): number {
  const [first, second] = [a[0], b[0]];
  if (first === undefined || second === undefined) return 0;
  const [early, late] = [first.metadata.creationTimestamp, second.metadata.creationTimestamp];
  if (early !== late) return early < late ? -1 : 1;
  return indexOf(first) - indexOf(second) || versionOf(first) - versionOf(second);
}

function indexOf({ metadata }: Job | Pod): number {
  return Number(metadata.annotations?.[COMPLETION_INDEX_ANNOTATION] ?? 0);
}

function byOwner(pods: readonly (readonly Pod[])[]): ReadonlyMap<string, readonly (readonly Pod[])[]> {
  const owned = new Map<string, (readonly Pod[])[]>();
  for (const versions of pods) {
    const owner = versions[0]?.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid ?? "";
    inMap(owned, owner, () => []).push(versions);
  }
  return owned;
}
