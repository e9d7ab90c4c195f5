/**
 * The client-side rate limit of a controller: one token bucket for all requests of its client.
 *
 * Rules: client-go `util/flowcontrol`, which is `golang.org/x/time/rate`: a request reserves its token when it is made,
 * so requests are sent in the order in which they were made, however many are waiting.
 */

/** Requests per second that a client may send, and how many at once after a pause. */
export interface RateLimit {
  readonly qps: number;
  readonly burst: number;
}

export class TokenBucket {
  readonly #limit: RateLimit;
  /** Below zero while requests wait: each has its token reserved. */
  #tokens: number;
  #filledMs = 0;

  /** @param limit both numbers above 0; the bucket starts full */
  constructor(limit: RateLimit) {
    this.#limit = limit;
    this.#tokens = limit.burst;
  }

  /**
   * Reserves a token.
   *
   * @param nowMs the current instant, not before that of an earlier call
   * @returns the instant at which the request may be sent, in whole milliseconds
   */
  reserve(nowMs: number): number {
    const { qps, burst } = this.#limit;
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#filledMs) * qps) / 1000);
    this.#filledMs = nowMs;
    this.#tokens--;
    if (this.#tokens >= 0) return nowMs;
    // The tolerance keeps rounding errors from delaying a token by a millisecond.
    return nowMs + Math.ceil((-this.#tokens * 1000) / qps - 1e-6);
  }
}
