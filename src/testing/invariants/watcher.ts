/** Feeds a log, entry by entry, to invariants and collects what they find. */

import type { LogEntry } from "../../apiserver/log.ts";
import type { Checks, Invariant, Report, Violation } from "./invariant.ts";
import { type Circumstances, Ledger } from "./ledger.ts";

type Watching<K extends keyof Checks> = { readonly check: NonNullable<Checks[K]>; readonly report: Report };

export class Watcher {
  readonly ledger: Ledger;
  readonly violations: Violation[] = [];
  readonly #job: Watching<"job">[] = [];
  readonly #pod: Watching<"pod">[] = [];
  readonly #request: Watching<"request">[] = [];
  readonly #event: Watching<"event">[] = [];
  readonly #process: Watching<"process">[] = [];
  readonly #entry: Watching<"entry">[] = [];
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
        for (const { check, report } of this.#job) check(entry, record, report);
        ledger.bookListing(record);
      } else if (entry.resource === "pods") {
        const record = ledger.takePod(entry);
        for (const { check, report } of this.#pod) check(entry, record, report);
      } else ledger.nowMs = entry.timeMs;
    } else {
      ledger.note(entry);
      if (entry.kind === "request") for (const { check, report } of this.#request) check(entry, report);
      else if (entry.kind === "event") for (const { check, report } of this.#event) check(entry, report);
      else if (entry.kind === "process") for (const { check, report } of this.#process) check(entry, report);
    }
    for (const { check, report } of this.#entry) check(entry, report);
  }

  /** Ends the run at an instant at which nothing is left to happen. */
  end(timeMs: number): void {
    this.ledger.nowMs = timeMs;
    for (const { check, report } of this.#end) check(report);
  }

  #begin(invariant: Invariant): void {
    const { ledger } = this;
    const report: Report = ({ message, numbers = {}, job, known }) => {
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
    const checks = invariant.watch(ledger);
    if (checks.job !== undefined) this.#job.push({ check: checks.job.bind(checks), report });
    if (checks.pod !== undefined) this.#pod.push({ check: checks.pod.bind(checks), report });
    if (checks.request !== undefined) this.#request.push({ check: checks.request.bind(checks), report });
    if (checks.event !== undefined) this.#event.push({ check: checks.event.bind(checks), report });
    if (checks.process !== undefined) this.#process.push({ check: checks.process.bind(checks), report });
    if (checks.entry !== undefined) this.#entry.push({ check: checks.entry.bind(checks), report });
    if (checks.end !== undefined) this.#end.push({ check: checks.end.bind(checks), report });
  }
}
