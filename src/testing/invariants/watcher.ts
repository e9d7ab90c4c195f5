/** Feeds a log, entry by entry, to invariants and collects what they find. */

import type { LogEntry } from "../../apiserver/log.ts";
import type { Breach, Checks, Invariant, Report, Violation } from "./invariant.ts";
import { isForeign } from "./job-reading.ts";
import { type Circumstances, Ledger } from "./ledger.ts";
import type { Tallies } from "./tally.ts";

/** A check with what it is called on: a bound function would cost more at each entry. */
type Watching<K extends "job" | "pod" | "request" | "event" | "process" | "entry" | "end"> = {
  readonly checks: Checks;
  readonly check: NonNullable<Checks[K]>;
  readonly report: Report;
};

/** A tally while its run goes on. */
interface Counting {
  runs: number;
  armed: number;
  excused: number;
  broken: number;
}

export class Watcher {
  readonly ledger: Ledger;
  readonly violations: Violation[] = [];
  readonly #tallies = new Map<string, Counting>();
  readonly #job: Watching<"job">[] = [];
  readonly #pod: Watching<"pod">[] = [];
  readonly #request: Watching<"request">[] = [];
  readonly #event: Watching<"event">[] = [];
  readonly #process: Watching<"process">[] = [];
  readonly #entry: Watching<"entry">[] = [];
  /** Checks of entries that have nothing to look at before there is an object of some kind. */
  #sleeping: Watching<"entry">[] = [];
  readonly #end: Watching<"end">[] = [];

  constructor(invariants: readonly Invariant[], circumstances: Circumstances) {
    this.ledger = new Ledger(circumstances);
    for (const invariant of invariants) this.#begin(invariant);
  }

  /** Takes the next entry of the log. */
  see(entry: LogEntry): void {
    const { ledger } = this;
    ledger.entries++;
    if (entry.kind === "commit") {
      if (entry.resource === "jobs") {
        const record = ledger.takeJob(entry);
        for (const { checks, check, report } of this.#job) check.call(checks, entry, record, report);
        ledger.bookListing(record);
      } else if (entry.resource === "pods") {
        const record = ledger.takePod(entry);
        for (const { checks, check, report } of this.#pod) check.call(checks, entry, record, report);
      } else {
        ledger.nowMs = entry.timeMs;
        if (this.#sleeping.length > 0) this.#wake(entry.of);
      }
    } else {
      ledger.note(entry);
      if (entry.kind === "event") {
        for (const { checks, check, report } of this.#event) check.call(checks, entry, report);
      } else if (entry.kind === "request") {
        for (const { checks, check, report } of this.#request) check.call(checks, entry, report);
      } else if (entry.kind === "process") {
        for (const { checks, check, report } of this.#process) check.call(checks, entry, report);
      }
    }
    for (const { checks, check, report } of this.#entry) check.call(checks, entry, report);
  }

  /** Ends the run at an instant at which nothing is left to happen. */
  end(timeMs: number): void {
    this.ledger.nowMs = timeMs;
    for (const { checks, check, report } of this.#end) check.call(checks, report);
  }

  /** What came of each invariant so far. */
  get tallies(): Tallies {
    return this.#tallies;
  }

  /** Lets the checks see entries that wait for a kind of which there is an object now, in their order. */
  #wake(resource: string): void {
    const woken = this.#sleeping.filter(({ checks }) => checks.entriesAfter === resource);
    if (woken.length === 0) return;
    this.#sleeping = this.#sleeping.filter(({ checks }) => checks.entriesAfter !== resource);
    this.#entry.push(...woken);
  }

  #begin(invariant: Invariant): void {
    const { ledger } = this;
    const tally = { runs: 0, armed: 0, excused: 0, broken: 0 };
    this.#tallies.set(invariant.id, tally);
    const found = ({ message, numbers = {}, job, known: defect }: Breach) => {
      // What Kubernetes gets wrong excuses Kubernetes' own controller, and not the one that a Job was handed over to.
      const known = job !== undefined && isForeign(job.job) ? undefined : defect;
      if (known === undefined) tally.broken++;
      else tally.excused++;
      this.violations.push({
        invariant: invariant.id,
        timeMs: ledger.nowMs,
        entry: ledger.entries,
        message,
        numbers,
        ...(job === undefined ? {} : { job: job.key }),
        ...(known === undefined ? {} : { known }),
      });
    };
    found.armed = () => {
      tally.runs = 1;
      tally.armed++;
    };
    found.excused = () => {
      tally.excused++;
    };
    this.#watch(invariant.watch(ledger), found);
  }

  #watch(checks: Checks, report: Report): void {
    const { job, pod, request, event, process, entry, end } = checks;
    if (job !== undefined) this.#job.push({ checks, check: job, report });
    if (pod !== undefined) this.#pod.push({ checks, check: pod, report });
    if (request !== undefined) this.#request.push({ checks, check: request, report });
    if (event !== undefined) this.#event.push({ checks, check: event, report });
    if (process !== undefined) this.#process.push({ checks, check: process, report });
    if (end !== undefined) this.#end.push({ checks, check: end, report });
    if (entry === undefined) return;
    const list = checks.entriesAfter === undefined ? this.#entry : this.#sleeping;
    list.push({ checks, check: entry, report });
  }
}
