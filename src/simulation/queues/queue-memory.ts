/** What the controller of queues knows of each Job beside what the Job itself says. */

import type { PlannedFlavor } from "./queue.ts";

export interface QueueAdmission {
  readonly queue: string;
  readonly flavor: PlannedFlavor;
  readonly atMs: number;
  /** The cache has shown it resumed. */
  isSeen: boolean;
  /** Why it has to stop; its quota is free when its pods have gone. */
  stops?: "preempted" | "notReady";
}

export interface Requeue {
  /** How often it was not ready in time. */
  readonly count: number;
  /** Not before. */
  readonly fromMs: number;
  readonly evictedMs: number;
  /** It was given up. */
  readonly isDeactivated: boolean;
}

/** By the UIDs of Jobs. */
export class QueueMemory {
  readonly admissions = new Map<string, QueueAdmission>();
  readonly requeues = new Map<string, Requeue>();
  readonly #told = new Map<string, string>();

  /** Whether a Job has not been told this last. */
  isNews(uid: string, message: string): boolean {
    if (this.#told.get(uid) === message) return false;
    this.#told.set(uid, message);
    return true;
  }

  forget(uid: string): void {
    this.admissions.delete(uid);
    this.requeues.delete(uid);
    this.#told.delete(uid);
  }
}
