/**
 * The rate at which nodes of a zone get the NoExecute taint: a token bucket of burst 1 that is asked, never waited for.
 *
 * Rules: client-go `flowcontrol.NewTokenBucketRateLimiter`, which takes its rate in single precision: a rate of 0.01 is
 * a little less than 1/100, and after exactly 100 s the token is not there yet.
 */

import { TAINTING_BURST } from "./settings.ts";

export class TaintingLimiter {
  readonly rate: number;
  #tokens = TAINTING_BURST;
  #filledMs = 0;

  /** @param rate tokens a second; 0 never gives one */
  constructor(rate: number) {
    this.rate = Math.fround(rate);
  }

  /** `TryAccept`: takes a token, if there is one. */
  tryAccept(nowMs: number): boolean {
    if (this.rate === 0) return false;
    const left = this.#tokensAt(nowMs) - 1;
    if (this.#lacksTime(left)) return false;
    this.#tokens = left;
    this.#filledMs = nowMs;
    return true;
  }

  /** About when the next token is there, in whole milliseconds: never too late. */
  nextTokenMs(nowMs: number): number {
    const missing = Math.max(0, 1 - this.#tokensAt(nowMs));
    return nowMs + Math.floor((missing / this.rate) * 1000);
  }

  #tokensAt(nowMs: number): number {
    return Math.min(TAINTING_BURST, this.#tokens + ((nowMs - this.#filledMs) / 1000) * this.rate);
  }

  /** What is missing counts in whole nanoseconds of waiting. */
  #lacksTime(left: number): boolean {
    return left < 0 && Math.floor((-left / this.rate) * 1e9) > 0;
  }
}
