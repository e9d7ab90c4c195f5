/** The versions of a Job and the lines about it; of a very large Job, with its writes of counters joined. */

import { describe, describeChanges, type Line } from "../../analysis/changes/describe.ts";
import { statusChanges } from "../../analysis/changes/status-changes.ts";
import type { Transition } from "../../analysis/changes/transition.ts";
import { formatSpan } from "../../analysis/times.ts";
import type { JobSpec, JobStatus } from "../../api/types.ts";
import { isRoutine, isSameRefusal } from "../condense.ts";
import type { JobVersion } from "./report-data.ts";
import { shortStatus } from "./short-status.ts";

/** A Job at one of its writes. */
export interface HeldVersion {
  readonly atMs: number;
  readonly spec: JobSpec;
  readonly status: JobStatus;
  readonly deleted: boolean;
}

export interface HeldTransition {
  readonly transition: Transition;
  /** It is highlighted in the list. */
  readonly stands: boolean;
}

/** What one entry of the log says about a Job, or what several say that are joined. */
export interface HeldMoment {
  /** Number of the entry, the last of several. */
  readonly number: number;
  readonly atMs: number;
  /** What was written, if it is a write of the Job. */
  readonly version?: HeldVersion;
  readonly transitions: readonly HeldTransition[];
  /** Writes of counters that are joined. */
  readonly writes?: { readonly count: number; readonly fromMs: number; readonly before: JobStatus };
  /** Equal refusals that are joined. */
  readonly refusals?: { readonly count: number; readonly fromMs: number };
}

const NO_STATUS: JobStatus = {};

export class JobHistory {
  #moments: HeldMoment[] = [];
  /** Of a very large Job; absent while everything is kept. */
  #condensing: { readonly lines: number; mostMoments: number; mostJoined: number } | undefined;
  #entries = 0;
  #lastStatus: JobStatus = NO_STATUS;

  /** In the order of the log. */
  get moments(): readonly HeldMoment[] {
    if (this.#condensing !== undefined) this.#join();
    return this.#moments;
  }

  /** How many entries of the log there are; more than moments if some are joined. */
  get entries(): number {
    return this.#entries;
  }

  get isCondensed(): boolean {
    return this.#condensing !== undefined;
  }

  add(moment: HeldMoment): void {
    this.#entries++;
    const condensing = this.#condensing;
    if (condensing === undefined) {
      this.#moments.push(moment);
      return;
    }
    this.#addShort(moment);
    if (this.#moments.length <= condensing.mostMoments) return;
    this.#join();
    if (this.#moments.filter(({ writes }) => writes !== undefined).length > condensing.lines) {
      condensing.mostJoined *= 2;
      this.#join();
    }
    // What cannot be joined has its place, however much it is.
    condensing.mostMoments = Math.max(condensing.mostMoments, 2 * this.#moments.length);
  }

  /**
   * From now on, and for what was added before: writes that only moved counters are joined so that there are about so
   * many lines, and lists in the status are shortened.
   */
  condense(lines: number): void {
    if (this.#condensing !== undefined || !Number.isFinite(lines)) return;
    const before = this.#moments;
    this.#moments = [];
    this.#condensing = { lines, mostMoments: 2 * lines, mostJoined: 1 };
    this.#entries = 0;
    for (const moment of before) this.add(moment);
  }

  #addShort(moment: HeldMoment): void {
    const { version, transitions, number, atMs } = moment;
    if (version === undefined) {
      this.#moments.push(moment);
      return;
    }
    const status = shortStatus(version.status);
    const before = this.#lastStatus;
    this.#lastStatus = status;
    const [only] = transitions;
    // Without a line nothing has changed that the page shows.
    if (only === undefined) return;
    const short = { ...version, status };
    const isPlain = transitions.length === 1 && !only.stands && isRoutine(only.transition);
    if (!isPlain) this.#moments.push({ ...moment, version: short });
    // The transition has whole lists: what it says is found again from the statuses.
    else
      this.#moments.push({ number, atMs, version: short, transitions: [], writes: { count: 1, fromMs: atMs, before } });
  }

  #join(): void {
    const most = this.#condensing?.mostJoined ?? 1;
    const joined: HeldMoment[] = [];
    for (const moment of this.#moments) {
      const last = joined.at(-1);
      const both = last === undefined ? undefined : joinedMoments(last, moment, most);
      if (both === undefined) joined.push(moment);
      else joined[joined.length - 1] = both;
    }
    this.#moments = joined;
  }
}

/** Two neighbours as one; nothing if they do not belong together, or are too many. */
function joinedMoments(a: HeldMoment, b: HeldMoment, most: number): HeldMoment | undefined {
  if (a.writes !== undefined && b.writes !== undefined) {
    const count = a.writes.count + b.writes.count;
    return count > most ? undefined : { ...b, writes: { ...a.writes, count } };
  }
  const [first, second] = [refusalOf(a), refusalOf(b)];
  if (first === undefined || second === undefined || !isSameRefusal(first, second)) return undefined;
  const { count, fromMs } = a.refusals ?? { count: 1, fromMs: a.atMs };
  return { ...b, refusals: { count: count + (b.refusals?.count ?? 1), fromMs } };
}

function refusalOf({ transitions, version }: HeldMoment) {
  const [only] = transitions;
  if (transitions.length !== 1 || version !== undefined || only?.stands !== false) return undefined;
  return only.transition.kind === "refused" ? only.transition : undefined;
}

/** What a moment says that joins several entries, or whose transition is not kept; nothing of others. */
export function joinedLine({ version, writes, refusals, transitions }: HeldMoment): Line | undefined {
  if (writes !== undefined && version !== undefined) {
    const { count, fromMs, before } = writes;
    // Pods that wait to be counted change with each write.
    const changes = statusChanges(before, version.status, (uid) => uid).filter(
      ({ field }) => !field.startsWith("uncountedTerminatedPods."),
    );
    const text = changes.length === 0 ? "no counter differs" : describeChanges(changes);
    return { what: "status", text: count === 1 ? text : `${text}  (${count} writes since +${formatSpan(fromMs)})` };
  }
  const [first] = transitions;
  if (refusals === undefined || first === undefined) return undefined;
  const [line] = describe(first.transition);
  return line && { ...line, text: `${line.text}  (${refusals.count} times since +${formatSpan(refusals.fromMs)})` };
}

/** What each write changed in the version before. */
export function versionChanges(versions: readonly HeldVersion[]): JobVersion[] {
  return versions.map(({ atMs, spec, status, deleted }, i): JobVersion => {
    const previous = versions[i - 1];
    return {
      atMs,
      ...(spec === previous?.spec ? {} : { spec }),
      ...(status === previous?.status ? {} : { status: statusDelta(previous?.status ?? NO_STATUS, status) }),
      ...(deleted ? { deleted: true } : {}),
    };
  });
}

const STATUS_FIELDS: readonly (keyof JobStatus)[] = [
  "active",
  "completedIndexes",
  "completionTime",
  "conditions",
  "failed",
  "failedIndexes",
  "ready",
  "startTime",
  "succeeded",
  "terminating",
  "uncountedTerminatedPods",
];

function statusDelta(before: JobStatus, after: JobStatus): NonNullable<JobVersion["status"]> {
  const changed = STATUS_FIELDS.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, after[field] ?? null]));
}
