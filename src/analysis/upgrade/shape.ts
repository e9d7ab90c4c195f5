/**
 * What a run shows in addition to its transitions: stored objects, warnings, words in tables, what is left over.
 */

import { JOB_TRACKING_FINALIZER } from "../../api/constants.ts";
import { isJsonList, isJsonObject } from "../../api/json.ts";
import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import { readJob } from "../../api/release-fields.ts";
import { statusWord } from "../../api/status-word.ts";
import type { ApiSwitches } from "../../api/switches.ts";
import type { Job, ObjectMeta, Pod } from "../../api/types.ts";
import { warningsForCreate } from "../../api/validation/warnings.ts";
import type { JobCommit, LogEntry } from "../../apiserver/log.ts";
import { controllerOf } from "../../controller/job/pod-facts.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { CronJobShape } from "./cron-job-shape.ts";

/** What is recorded about an object: `Job paused: spec.suspend`, and its value. */
export type Shape = ReadonlyMap<string, string>;

/** Read from the log in one pass. */
export function shapeOf(simulation: Simulation): Shape {
  const reader = new ShapeReader(simulation.server.jobs.switches);
  for (const action of simulation.plan.actions) {
    if (action.op === "createJob") reader.readManifest(action.manifest);
  }
  for (const entry of simulation.log.entries) reader.read(entry);
  reader.readRest(simulation);
  return reader.shape;
}

class ShapeReader {
  readonly shape = new Map<string, string>();
  readonly #switches: ApiSwitches;
  /** Jobs of which a pod has been seen. */
  readonly #withPods = new Set<string>();
  readonly #cronJobs: CronJobShape;
  /** The first Job of each CronJob, by its name. */
  readonly #firstJobs = new Map<string, string>();
  readonly #otherRuns = new Set<string>();

  constructor(switches: ApiSwitches) {
    this.#switches = switches;
    this.#cronJobs = new CronJobShape(this.shape, switches);
  }

  /** A client is warned about fields that the release does not know. */
  readManifest(manifest: unknown): void {
    const { object, problems } = readJob(manifest, this.#switches);
    const { name, generateName = "" } = object.metadata;
    for (const { kind, message } of problems) {
      if (kind === "unknownField") this.shape.set(`Job ${name || generateName}: warning ${message}`, "shown");
    }
  }

  read(entry: LogEntry): void {
    this.#cronJobs.read(entry);
    if (entry.kind === "commit") {
      if (entry.resource === "jobs") this.#readJob(entry);
      else if (entry.resource === "pods" && entry.type === "ADDED" && entry.actor === "job-controller") {
        this.#readPod(entry.object);
      }
    } else if (entry.kind === "request" && entry.error?.reason === "Conflict" && entry.actor === "job-controller") {
      this.#add(`Job ${entry.name}: writes that conflicted`, 1);
    }
  }

  /** What the run leaves behind. */
  readRest({ server }: Simulation): void {
    for (const { metadata } of server.pods.pods) {
      if (metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) !== true) continue;
      const state = metadata.deletionTimestamp === undefined ? "" : " and are being deleted";
      this.#add(`Pods at the end: those that keep the finalizer${state}`, 1);
    }
  }

  #readJob({ type, object, verb }: JobCommit): void {
    const { name } = object.metadata;
    const cronJob = controllerOf(object)?.kind === CRON_JOB.kind ? controllerOf(object)?.name : undefined;
    if (cronJob !== undefined && type === "ADDED" && !this.#firstJobs.has(cronJob)) this.#firstJobs.set(cronJob, name);
    // The first Job of a CronJob represents all.
    if (cronJob !== undefined && this.#firstJobs.get(cronJob) !== name) {
      this.#otherRuns.add(name);
      return;
    }
    const head = `Job ${name}`;
    if (type === "ADDED") {
      for (const warning of warningsForCreate(object, this.#switches))
        this.shape.set(`${head}: warning ${warning}`, "shown");
      this.#tell(head, plainJob(object), object.metadata.uid);
    } else if (verb === "patch") this.#tell(`${head} after a patch`, plainJob(object), object.metadata.uid);
    const word = statusWord(object, this.#switches);
    if (word === undefined) return;
    const key = `${head}: Status in kubectl get`;
    const words = this.shape.get(key);
    if (words !== word && words?.endsWith(` → ${word}`) !== true) {
      this.shape.set(key, words === undefined ? word : `${words} → ${word}`);
    }
  }

  /** The first pod of a Job represents all. */
  #readPod({ metadata, spec }: Pod): void {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner === undefined || this.#withPods.has(owner.name) || !this.#isTold(owner.name)) return;
    this.#withPods.add(owner.name);
    const { name, ...rest } = plainMetadata(metadata);
    this.#tell(`Pod of ${owner.name}`, { metadata: rest, spec }, owner.uid);
  }

  /** Whether a Job is not a later run of a CronJob. */
  #isTold(job: string): boolean {
    return !this.#otherRuns.has(job);
  }

  /** Every leaf of an object, by its path. The UID of its Job is random. */
  #tell(head: string, value: unknown, uid: string, path = ""): void {
    if (isJsonObject(value)) {
      for (const [key, part] of Object.entries(value))
        this.#tell(head, part, uid, path === "" ? key : `${path}.${key}`);
    } else if (isJsonList(value)) {
      for (const [i, part] of value.entries()) this.#tell(head, part, uid, `${path}[${i}]`);
    } else if (value !== undefined) this.shape.set(`${head}: ${path}`, String(value).replaceAll(uid, "<uid>"));
  }

  #add(key: string, count: number): void {
    this.shape.set(key, String(Number(this.shape.get(key) ?? 0) + count));
  }
}

function plainJob({ metadata, spec }: Job): object {
  return { metadata: plainMetadata(metadata), spec };
}

/** Metadata without what is random or changes with every write. */
function plainMetadata(metadata: ObjectMeta) {
  const { uid, resourceVersion, generation, creationTimestamp, ownerReferences = [], ...rest } = metadata;
  if (ownerReferences.length === 0) return rest;
  return { ...rest, ownerReferences: ownerReferences.map(({ uid: _, ...reference }) => reference) };
}

/**
 * How two shapes differ, in the order of the older one. For an object that only one of them has, that is all that is
 * reported.
 */
export interface ShapeChange {
  readonly what: string;
  /** Absent if only the other release has it. */
  readonly from?: string;
  readonly to?: string;
}

export function shapeChanges(from: Shape, to: Shape): ShapeChange[] {
  const [older, newer] = [headsOf(from), headsOf(to)];
  const lone = new Set<string>();
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((what): ShapeChange[] => {
    const [before, after] = [from.get(what), to.get(what)];
    if (before === after) return [];
    const head = headOf(what);
    if (head !== undefined && older.has(head) !== newer.has(head)) {
      if (lone.has(head)) return [];
      lone.add(head);
      return [older.has(head) ? { what: head, from: "shown" } : { what: head, to: "shown" }];
    }
    return [{ what, ...(before === undefined ? {} : { from: before }), ...(after === undefined ? {} : { to: after }) }];
  });
}

/** The objects that a shape describes. */
function headsOf(shape: Shape): ReadonlySet<string> {
  return new Set([...shape.keys()].flatMap((key) => headOf(key) ?? []));
}

/** The object that a part of a shape belongs to, if it is one that the run stores. */
function headOf(key: string): string | undefined {
  return /^(?:Job|Pod of|CronJob) [^:]+(?=: )/.exec(key)?.[0];
}
