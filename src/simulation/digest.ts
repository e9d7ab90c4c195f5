/** A digest of everything that happened in a run: the same plan gives the same digest on every machine. */

import {
  type Commit,
  type InvolvedObject,
  type LogEntry,
  type PodCommit,
  type ProbeKillEntry,
  resourceOf,
} from "../apiserver/log.ts";

const FNV_PRIME = 0x01000193;
const LANE_SEEDS = [0x811c9dc5, 0x1b873593] as const;

/**
 * Digests log entries, in order, into 16 hexadecimal digits.
 *
 * It covers what users can see: time, actor, verb and object of each entry, with the phase of a pod or the whole status
 * of a Job. Events that are only recorded on request are left out, and so are the reasons of kubelets.
 *
 * @example
 * console.log(digestOf(simulate(plan).log.entries));
 */
export function digestOf(entries: Iterable<LogEntry>): string {
  const digest = new LogDigest();
  for (const entry of entries) digest.read(entry);
  return digest.hex;
}

/** A digest of a sequence of characters. */
export class RunningDigest {
  #high: number = LANE_SEEDS[0];
  #low: number = LANE_SEEDS[1];

  add(text: string): void {
    let high = this.#high;
    let low = this.#low;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      high = Math.imul(high ^ code, FNV_PRIME);
      // The second lane mixes differently, so that the lanes are independent.
      low = Math.imul((low << 5) ^ (low >>> 27) ^ code, FNV_PRIME);
    }
    this.#high = high;
    this.#low = low;
  }

  /** 16 hexadecimal digits. */
  get hex(): string {
    return [this.#high, this.#low].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

/** A digest of log entries that is updated entry by entry, during a run. */
export class LogDigest extends RunningDigest {
  read(entry: LogEntry): void {
    if (entry.kind === "commit" && entry.resource === "pods") this.#readPod(entry);
    else if (entry.kind !== "probeKill" && (entry.kind !== "event" || entry.onDemand !== true)) {
      this.add(describe(entry));
    }
  }

  /** Most entries of a run are of pods: their parts are read where they are, and no text is made of them. */
  #readPod({ timeMs, resourceVersion, type, verb, actor, resource, object }: PodCommit): void {
    const { namespace, name, uid, deletionTimestamp } = object.metadata;
    this.add("\n");
    this.add(String(timeMs));
    this.#addWord(String(resourceVersion));
    this.#addWord(type);
    this.#addWord(verb);
    this.#addWord(actor);
    this.#addWord(resource);
    this.#addWord(namespace);
    this.add("/");
    this.add(name);
    this.#addWord(uid);
    this.#addWord(String(deletionTimestamp));
    this.#addWord(String(object.status.phase));
    this.#addWord(String(object.status.conditions?.length));
  }

  #addWord(text: string): void {
    this.add(" ");
    this.add(text);
  }
}

function describe(entry: Exclude<LogEntry, ProbeKillEntry>): string {
  const at = `\n${entry.timeMs} `;
  switch (entry.kind) {
    case "commit":
      return `${at}${entry.resourceVersion} ${entry.type} ${entry.verb} ${entry.actor} ${describeObject(entry)}`;
    case "request":
      return `${at}${entry.verb} ${entry.actor} ${entry.resource} ${entry.namespace}/${entry.name} ${entry.error?.message}`;
    case "event":
      return `${at}${describeReference(entry.regarding)} ${entry.type} ${entry.reason} ${entry.count} ${entry.message}`;
    case "process":
      return `${at}controllers ${entry.change}`;
    case "replica":
      return `${at}replica ${entry.name} ${entry.change}`;
    case "program":
      return `${at}${entry.actor} ${entry.exitCode ?? "prints"} ${entry.text}`;
  }
}

/** Jobs have no kind here, which keeps digests the same as before there were Events of other kinds. */
function describeReference({ kind, namespace, name }: InvolvedObject): string {
  return kind === "Job" ? `${namespace}/${name}` : `${kind} ${namespace}/${name}`;
}

function describeObject(commit: Commit): string {
  const { namespace, name, uid, deletionTimestamp } = commit.object.metadata;
  const identity = `${resourceOf(commit)} ${namespace}/${name} ${uid} ${deletionTimestamp}`;
  if (commit.resource === "jobs") return `${identity} ${canonicalJson(commit.object.status)}`;
  return `${identity} ${canonicalJson(commit.object)}`;
}

/** JSON with sorted keys, so that the order in which a status was built does not matter. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
