/** A progress bar for sweeps, on standard error and for terminals only. */

import { formatShortSpan } from "../../analysis/times.ts";
import type { Output } from "../environment.ts";

export interface SweepProgress {
  show(done: number): void;
  stop(): void;
}

const SILENT: SweepProgress = { show: () => {}, stop: () => {} };

/**
 * Draws a bar. The remaining time is estimated from the last few moments, so that cells which are slower than those
 * before them show.
 *
 * @param total runs at most
 * @param known runs that were already done
 */
export async function startSweepProgress(total: number, known: number, stderr: Output): Promise<SweepProgress> {
  if (!stderr.isTerminal || known >= total) return SILENT;
  const { default: progress } = await import("cli-progress");
  const options = {
    format: (shape: BarShape, { value, eta, progress: share }: BarNumbers) =>
      barText(shape, share, { value, eta, total, known }),
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 200,
    stream: process.stderr,
  };
  const bar = new progress.SingleBar(options, progress.Presets.shades_classic);
  bar.start(total, known);
  return { show: (done) => bar.update(done), stop: () => bar.stop() };
}

interface BarShape {
  readonly barCompleteString?: string | undefined;
  readonly barIncompleteString?: string | undefined;
  readonly barsize?: number | undefined;
}

/** `progress` is the share that is done. */
interface BarNumbers {
  readonly value: number;
  /** Seconds. */
  readonly eta: number;
  readonly progress: number;
}

interface SweepState {
  readonly value: number;
  readonly eta: number;
  readonly total: number;
  readonly known: number;
}

const SECOND_MS = 1_000;
const BAR_WIDTH = 40;

/** A line of the bar; before anything is done, the remaining time is unknown. */
export function barText(shape: BarShape, share: number, { value, eta, total, known }: SweepState): string {
  const { barCompleteString = "", barIncompleteString = "", barsize = BAR_WIDTH } = shape;
  const full = Math.round(share * barsize);
  const bar = barCompleteString.slice(0, full) + barIncompleteString.slice(0, barsize - full);
  const left =
    value > known && Number.isFinite(eta)
      ? `about ${formatShortSpan(Math.ceil(eta) * SECOND_MS)} left`
      : "time left unknown";
  return `${bar} ${Math.floor(share * 100)}% | ${value}/${total} runs | ${left}`;
}
