/**
 * How large a trial is, and over how much virtual time it is spread.
 *
 * Most defects want two things at nearly the same time, and few want many pods. Small trials that are over soon find
 * the defects of the gallery in as many runs as wide ones, and cost less; some stay wide, for what shows only there.
 */

import { chance, type Source } from "../source.ts";

export interface Scale {
  /** Most completions and pods at once that a Job asks for. */
  readonly completions: number;
  readonly parallelism: number;
  /** Until when users and nodes act, and until when a fault may begin. */
  readonly activeMs: number;
  readonly faultyMs: number;
  /** When the instants are at which much happens at once: while pods come and go. */
  readonly busyMs: number;
  /** How long pods run at most, those that take their time, and those that take theirs to stop. */
  readonly runMs: number;
  readonly longRunMs: number;
  readonly stopMs: number;
}

export const BRISK: Scale = {
  completions: 3,
  parallelism: 3,
  activeMs: 25_000,
  faultyMs: 30_000,
  busyMs: 15_000,
  runMs: 8_000,
  longRunMs: 15_000,
  stopMs: 12_000,
};

export const WIDE: Scale = {
  completions: 6,
  parallelism: 4,
  activeMs: 90_000,
  faultyMs: 120_000,
  busyMs: 40_000,
  runMs: 20_000,
  longRunMs: 60_000,
  stopMs: 40_000,
};

const WIDE_PERCENT = 25;

/** The scale of a trial. */
export function drawScale(source: Source): Scale {
  return chance(source, WIDE_PERCENT) ? WIDE : BRISK;
}
