/** Feeds a log, entry by entry, to invariants and collects what they find. */

import type { LogEntry } from "../../apiserver/log.ts";
import type { Breach, Checks, Invariant, Report, Violation } from "./invariant.ts";
import { isForeign } from "./job-reading.ts";
import { type Circumstances, Ledger } from "./ledger.ts";
import type { Tallies } from "./tally.ts";

type Watching<K extends keyof Checks> = { readonly check: NonNullable<Checks[K]>; readonly report: Report };

export class Watcher {
  readonly ledger: Ledger;
  readonly violations: Violation[] = [];
  readonly #tallies = new Map<string, { armed: number; excused: number; broken: number }>();
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

  /** What came of each invariant so far. */
  get tallies(): Tallies {
    return new Map(
      [...this.#tallies].map(([id, { armed, excused, broken }]) => {
        return [id, { runs: armed > 0 ? 1 : 0, armed, excused, broken }];
      }),
    );
  }

  #begin(invariant: Invariant): void {
    const { ledger } = this;
    const tally = { armed: 0, excused: 0, broken: 0 };
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
    const report: Report = Object.assign(found, {
      armed: () => {
        tally.armed++;
      },
      excused: () => {
        tally.excused++;
      },
    });
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
