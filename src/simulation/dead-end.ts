/**
 * Whether a run has come to a point from which nothing changes any more, though it would never end: all that is left is
 * controllers that ask, once a minute, for pods that are refused.
 */

import type { LogEntry } from "../apiserver/log.ts";
import type { EventLoop } from "../engine/event-loop.ts";
import type { SimulationPlan } from "./plan.ts";

/** The back-off of a Job is a minute at most, and its Events are told at least every five: longer than both. */
const QUIET_MS = 15 * 60_000;

export class DeadEnd {
  readonly #loop: EventLoop;
  /** When the last of the plan's refusals begins or ends. */
  readonly #settledMs: number;
  #quietSinceMs = 0;
  /** Jobs whose pods were refused, and nothing else, since then. */
  readonly #refused = new Map<string, string>();
  #isAsked = false;
  #message = "";

  constructor(loop: EventLoop, settledMs: number) {
    this.#loop = loop;
    this.#settledMs = settledMs;
  }

  /** What it came to, once nothing else is left to happen; asked between two events. */
  get reached(): string | undefined {
    if (!this.#isAsked) return undefined;
    this.#isAsked = false;
    // Each Job that asks again has one event pending; whatever else is pending may change the answer.
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

/** Watches a run for it; `undefined` if nothing refuses pods forever, or the run has an end of its own. */
export function watchForDeadEnd(plan: SimulationPlan, loop: EventLoop): DeadEnd | undefined {
  const { untilMs, quotas = [], resourceQuotas = [], refusals = [], limitRanges = [], faults = [] } = plan;
  const timed = [...quotas, ...resourceQuotas, ...refusals];
  const lasting = timed.length + limitRanges.length + Object.keys(plan.priorityClasses ?? {}).length;
  if (untilMs !== undefined || (lasting === 0 && plan.cluster === undefined)) return undefined;
  const edges = [...timed, ...faults].flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((ms) => ms < FAR_MS);
  return new DeadEnd(loop, Math.max(0, ...edges));
}

/** What ends later than this lasts forever: a thousand years. */
const FAR_MS = 1_000 * 365 * 86_400_000;
