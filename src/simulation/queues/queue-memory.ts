/** What the controller of queues keeps about each Job, in addition to the Job itself. */

import type { PlannedFlavor } from "./queue.ts";

export interface QueueAdmission {
  readonly queue: string;
  readonly flavor: PlannedFlavor;
  readonly atMs: number;
  /** Whether the cache has shown it as resumed. */
  isSeen: boolean;
  /** Why it is being evicted; its quota is free when its pods are gone. */
  stops?: "preempted" | "notReady";
}

export interface Requeue {
  /** How often it was not ready in time. */
  readonly count: number;
  /** The earliest time of the next admission. */
  readonly fromMs: number;
  readonly evictedMs: number;
  /** Whether it has reached the limit and is not admitted any more. */
  readonly isDeactivated: boolean;
}

/** By the UIDs of Jobs. */
export class QueueMemory {
  readonly admissions = new Map<string, QueueAdmission>();
  readonly requeues = new Map<string, Requeue>();
  readonly #lastMessages = new Map<string, string>();

  /** Records the message of a Job; returns whether it differs from the last one. */
  isNews(uid: string, message: string): boolean {
    if (this.#lastMessages.get(uid) === message) return false;
    this.#lastMessages.set(uid, message);
    return true;
  }

  forget(uid: string): void {
    this.admissions.delete(uid);
    this.requeues.delete(uid);
    this.#lastMessages.delete(uid);
  }
}
