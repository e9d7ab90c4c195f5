/** Faults of single calls, and crashes between two writes: those of a run that are still to come. */

import { type Request, requestedResource } from "../../apiserver/requests.ts";
import { randomStream } from "../../engine/random.ts";
import { apiVerbOf } from "./api-faults.ts";
import { type CallDisturbance, isSlowCalls, type LateWrites, type SlowCalls } from "./disturbance.ts";

/** How many more writes of a verb will be late. */
interface Late {
  readonly of: LateWrites;
  left: number;
}

/** Shared by all processes of a run. */
export class CallDisturbances {
  readonly #waiting: Exclude<CallDisturbance, SlowCalls>[];
  readonly #slow: readonly SlowCalls[];
  readonly #drawLatency: () => number;
  #late: Late[] = [];
  #lost = 0;
  #crash: { writesLeft: number; readonly downMs: number } | undefined;

  /** @param seed of the run: durations of calls are random */
  constructor(disturbances: readonly CallDisturbance[], seed: string) {
    const waiting = disturbances.flatMap((found) => (isSlowCalls(found) ? [] : [found]));
    this.#waiting = waiting.sort((a, b) => a.atMs - b.atMs);
    this.#slow = disturbances.filter(isSlowCalls);
    this.#drawLatency = randomStream(seed, "slow calls");
  }

  /** Whether nothing more will happen to writes. */
  get over(): boolean {
    return this.#waiting.length === 0 && this.#lost === 0 && this.#crash === undefined && this.#late.length === 0;
  }

  /** Whether calls have random durations at some time of the run. */
  get slows(): boolean {
    return this.#slow.length > 0;
  }

  /** How much longer than usual a call that is sent now takes. */
  extraMs(nowMs: number): number {
    let upToMs = 0;
    for (const slow of this.#slow) {
      if (slow.atMs <= nowMs && nowMs < slow.atMs + slow.forMs) upToMs = Math.max(upToMs, slow.upToMs);
    }
    return upToMs === 0 ? 0 : Math.floor(this.#drawLatency() * (upToMs + 1));
  }

  /** Activates the disturbances that have begun by now. */
  begin(nowMs: number): void {
    for (let next = this.#waiting[0]; next !== undefined && next.atMs <= nowMs; next = this.#waiting[0]) {
      this.#waiting.shift();
      if (next.kind === "lostAnswers") this.#lost += next.count;
      else if (next.kind === "lateWrites") this.#late.push({ of: next, left: next.count });
      else this.#crash = { writesLeft: next.afterWrites, downMs: next.downMs };
    }
  }

  /** How many of the next `writes` writes take effect before the process dies. */
  writesAllowed(writes: number): number {
    return this.#crash === undefined ? writes : Math.min(writes, this.#crash.writesLeft);
  }

  /** Counts writes that took effect. */
  wrote(writes: number): void {
    if (this.#crash !== undefined) this.#crash.writesLeft -= writes;
  }

  /** Ends a crash; returns how long the process is down. */
  die(): number {
    const downMs = this.#crash?.downMs ?? 0;
    this.#crash = undefined;
    return downMs;
  }

  /** Whether the answer to the next write is lost. */
  loses(): boolean {
    if (this.#lost === 0) return false;
    this.#lost--;
    return true;
  }

  /** How much later a write that is sent now takes effect; `undefined` if it does not time out. */
  lateByMs(request: Request): number | undefined {
    const verb = apiVerbOf(request.verb);
    const resource = requestedResource(request);
    const late = this.#late.find(({ of }) => of.verb === verb && of.resource === resource);
    if (late === undefined) return undefined;
    late.left--;
    if (late.left === 0) this.#late = this.#late.filter((other) => other !== late);
    return late.of.byMs;
  }
}
