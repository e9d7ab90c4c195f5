/** A progress bar on standard error, for terminals only. */

import type { SingleBar } from "cli-progress";
import { formatShortSpan } from "../../analysis/times.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Output } from "../environment.ts";

export interface Progress {
  /** Shows how far the run is; the first call draws the bar. */
  show(): Promise<void>;
  /** Removes the bar. */
  stop(): void;
}

/** Prepares a bar that counts succeeded pods against what the Jobs want. */
export function startProgress(simulation: Simulation, stderr: Output): Progress {
  let bar: SingleBar | undefined;
  return {
    async show() {
      if (!stderr.isTerminal) return;
      const { succeeded, wanted } = countPods(simulation);
      bar ??= await drawBar();
      bar.setTotal(Math.max(wanted, 1));
      bar.update(succeeded, { time: formatShortSpan(simulation.loop.nowMs) });
    },
    stop() {
      bar?.stop();
    },
  };
}

async function drawBar(): Promise<SingleBar> {
  const { default: progress } = await import("cli-progress");
  const format = "{bar} {percentage}% | {value}/{total} pods succeeded | virtual time +{time}";
  const options = { format, clearOnComplete: true, hideCursor: true, stream: process.stderr };
  const bar = new progress.SingleBar(options, progress.Presets.shades_classic);
  bar.start(1, 0, { time: "0s" });
  return bar;
}

function countPods({ server }: Simulation): { readonly succeeded: number; readonly wanted: number } {
  let succeeded = 0;
  let wanted = 0;
  for (const { spec, status } of server.jobs.jobs) {
    succeeded += status.succeeded ?? 0;
    wanted += spec.completions ?? spec.parallelism ?? 1;
  }
  return { succeeded, wanted };
}
