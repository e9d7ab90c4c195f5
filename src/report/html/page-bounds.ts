/** How much a page of a run holds before it shows a part of it. */

export interface PageBounds {
  /**
   * Pods in all, and of one Job. A person scrolls through some thousands of bars at most, and in pages of so many the
   * slider moves within 50 ms (`npm run bench:report`); each takes about 250 bytes.
   */
  readonly pods: number;
  /** Pods of all Jobs of a fleet, whose Jobs are packed and opened one at a time. */
  readonly fleetPods: number;
  /** About how many lines the history of a Job has that has more pods than this page shows. */
  readonly lines: number;
}

export const PAGE_BOUNDS: PageBounds = { pods: 6_000, fleetPods: 100_000, lines: 1_000 };

/** Everything is shown, however much it is. */
export const UNBOUNDED: PageBounds = {
  pods: Number.POSITIVE_INFINITY,
  fleetPods: Number.POSITIVE_INFINITY,
  lines: Number.POSITIVE_INFINITY,
};
