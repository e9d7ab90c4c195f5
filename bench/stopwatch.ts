/** Time by the wall, and of the processor: what other processes take of the machine shows in the first only. */

import type { Time } from "./case.ts";

/** Starts a stopwatch; what it returns tells the time since then, of this process with all its threads. */
export function startStopwatch(): () => Time {
  const fromMs = performance.now();
  const cpuBefore = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return { seconds: (performance.now() - fromMs) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}
