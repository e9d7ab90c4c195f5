/** What an invariant is: a sentence that holds in every run, and how a run is watched for it. */

import type { EventEntry, JobCommit, LogEntry, PodCommit, ProcessEntry, RequestEntry } from "../../apiserver/log.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";

/** Numbers that say how far something is from where it should be. */
export type Numbers = Readonly<Record<string, number | string>>;

/** Something happened that never should. */
export interface Violation {
  /** Id of the invariant. */
  readonly invariant: string;
  /** Virtual milliseconds since the run began. */
  readonly timeMs: number;
  /** How many entries the log had. */
  readonly entry: number;
  readonly message: string;
  readonly numbers: Numbers;
  /** `namespace/name` of the Job it is about, if it is about one. */
  readonly job?: string;
  /** Number of the Kubernetes issue, or a name from `known-defects.ts`, if Kubernetes has this defect as well. */
  readonly known?: string;
}

/** What a check finds. */
export interface Breach {
  readonly message: string;
  readonly numbers?: Numbers;
  readonly job?: JobRecord | undefined;
  /** If Kubernetes has this defect as well: see `Violation`. */
  readonly known?: string | undefined;
}

/** Takes what a check finds, and how often it has looked: an invariant that never was armed holds in any run. */
export interface Report {
  (breach: Breach): void;
  /** The situation is there that the invariant is about, and is judged now. */
  armed(): void;
  /** It is there, and is not judged: the controller has an excuse. */
  excused(): void;
}

/**
 * Watches one run; every method is called in the order of the log, after the ledger has taken in the entry.
 *
 * A check must cost no more than the change it looks at: it runs after every commit of every run.
 */
export interface Checks {
  /** A Job was added, changed or is gone. */
  job?(commit: JobCommit, record: JobRecord, report: Report): void;
  /** A pod was added, changed or is gone; `record.job` is its controlling Job, if that is known. */
  pod?(commit: PodCommit, record: PodRecord, report: Report): void;
  /** A request that changed nothing, or was refused. */
  request?(entry: RequestEntry, report: Report): void;
  /** A Kubernetes Event. */
  event?(entry: EventEntry, report: Report): void;
  /** The controllers stopped or started. */
  process?(entry: ProcessEntry, report: Report): void;
  /** Any entry, for invariants that want all of them. */
  entry?(entry: LogEntry, report: Report): void;
  /**
   * The resource name of a kind, such as `cronjobs`: `entry` is called from the first commit of such an object on, and
   * not before.
   */
  readonly entriesAfter?: string;
  /** The run is over: long after the last fault, nothing is left to happen. */
  end?(report: Report): void;
}

/** A sentence that holds in every run. */
export interface Invariant {
  /** Short name, in kebab case; unique. */
  readonly id: string;
  /** What holds, in one sentence. */
  readonly sentence: string;
  /** Where it is documented, for people: a document of docs/semantics with its sections, and issues of Kubernetes. */
  readonly source: string;
  /** Whether it is about the end state, once faults have stopped; all others are about every instant. */
  readonly liveness?: boolean;
  /** Whether it is a situation that must come at least once in a check, and not in each run; see `sometimes`. */
  readonly sometimes?: boolean;
  /** Begins to watch a run. */
  watch(ledger: Ledger): Checks;
}
