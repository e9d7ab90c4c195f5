/** A progress bar for sweeps, on standard error and for terminals only. */

import type { Output } from "../environment.ts";

export interface SweepProgress {
  show(done: number): void;
  stop(): void;
}

const SILENT: SweepProgress = { show: () => {}, stop: () => {} };

/**
 * Draws a bar. The time that is left is reckoned from the runs of the last moments, so that cells which are slower than
 * those before them show.
 *
 * @param total runs at most
 * @param known runs that were done before
 */
export async function startSweepProgress(total: number, known: number, stderr: Output): Promise<SweepProgress> {
  if (!stderr.isTerminal || known >= total) return SILENT;
  const { default: progress } = await import("cli-progress");
  const format = "{bar} {percentage}% | {value}/{total} runs | about {eta_formatted} left";
  const options = { format, clearOnComplete: true, hideCursor: true, etaBuffer: 200, stream: process.stderr };
  const bar = new progress.SingleBar(options, progress.Presets.shades_classic);
  bar.start(total, known);
  return { show: (done) => bar.update(done), stop: () => bar.stop() };
}
