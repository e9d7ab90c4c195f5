/**
 * Detects runs that would never end although nothing changes any more: all that is left is controllers that retry, once
 * a minute, creations of pods that are rejected.
 */

import type { LogEntry } from "../apiserver/log.ts";
import type { EventLoop } from "../engine/event-loop.ts";
import type { SimulationPlan } from "./plan.ts";

/** Longer than the longest retry delay of a Job (1 minute) and the interval of repeated Events (5 minutes). */
const QUIET_MS = 15 * 60_000;

export class DeadEnd {
  readonly #loop: EventLoop;
  /** When the last quota, policy or fault of the plan begins or ends. */
  readonly #settledMs: number;
  #quietSinceMs = 0;
  /** Jobs whose pods were rejected since then. */
  readonly #refused = new Map<string, string>();
  #isAsked = false;
  #message = "";

  constructor(loop: EventLoop, settledMs: number) {
    this.#loop = loop;
    this.#settledMs = settledMs;
  }

  /** The reason why the run is at a dead end, if it is; must be called between two events. */
  get reached(): string | undefined {
    if (!this.#isAsked) return undefined;
    this.#isAsked = false;
    // Each Job that retries has one pending event; any other pending event may change something.
    if (this.#loop.pending !== this.#refused.size) return undefined;
    const names = [...this.#refused.values()].map((name) => `Job ${name}`).join(", ");
    return `the pods of ${names} are refused each time, and nothing is left to happen that could change it: ${this.#message}`;
  }

  follow(entry: LogEntry): void {
    if (entry.kind === "request" && entry.verb === "create" && entry.error !== undefined) {
      this.#message = entry.error.message;
    } else if (entry.kind === "event" && entry.reason === "FailedCreate") {
      this.#refused.set(entry.regarding.uid, entry.regarding.name);
    } else {
      this.#quietSinceMs = entry.timeMs;
      if (this.#refused.size > 0) this.#refused.clear();
      return;
    }
    const { timeMs } = entry;
    if (timeMs > this.#settledMs && timeMs - this.#quietSinceMs >= QUIET_MS) this.#isAsked = true;
  }
}

/** A detector for a plan; `undefined` if nothing can reject pods forever or the plan has an end. */
export function watchForDeadEnd(plan: SimulationPlan, loop: EventLoop): DeadEnd | undefined {
  const { untilMs, quotas = [], resourceQuotas = [], refusals = [], limitRanges = [], faults = [] } = plan;
  const timed = [...quotas, ...resourceQuotas, ...refusals];
  const lasting = timed.length + limitRanges.length + Object.keys(plan.priorityClasses ?? {}).length;
  if (untilMs !== undefined || (lasting === 0 && plan.cluster === undefined)) return undefined;
  const edges = [...timed, ...faults].flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((ms) => ms < FAR_MS);
  return new DeadEnd(loop, Math.max(0, ...edges));
}

/** Later ends count as forever: a thousand years. */
const FAR_MS = 1_000 * 365 * 86_400_000;
