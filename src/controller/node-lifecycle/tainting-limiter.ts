/**
 * Limits the rate at which nodes of a zone get the NoExecute taint: a token bucket with burst 1 that never blocks.
 *
 * Rules: client-go `flowcontrol.NewTokenBucketRateLimiter`, whose rate has single precision: 0.01 is slightly less than
 * 1/100, so after exactly 100 s the token is not available yet.
 */

import { TAINTING_BURST } from "./settings.ts";

export class TaintingLimiter {
  readonly rate: number;
  #tokens = TAINTING_BURST;
  #filledMs = 0;

  /** @param rate tokens per second; 0 for none at all */
  constructor(rate: number) {
    this.rate = Math.fround(rate);
  }

  /** `TryAccept`: takes a token if there is one. */
  tryAccept(nowMs: number): boolean {
    if (this.rate === 0) return false;
    const left = this.#tokensAt(nowMs) - 1;
    if (this.#lacksTime(left)) return false;
    this.#tokens = left;
    this.#filledMs = nowMs;
    return true;
  }

  /** A lower bound for when the next token is available, in whole milliseconds. */
  nextTokenMs(nowMs: number): number {
    const missing = Math.max(0, 1 - this.#tokensAt(nowMs));
    return nowMs + Math.floor((missing / this.rate) * 1000);
  }

  #tokensAt(nowMs: number): number {
    return Math.min(TAINTING_BURST, this.#tokens + ((nowMs - this.#filledMs) / 1000) * this.rate);
  }

  /** Whether the wait for the missing part of a token is at least one nanosecond. */
  #lacksTime(left: number): boolean {
    return left < 0 && Math.floor((-left / this.rate) * 1e9) > 0;
  }
}
