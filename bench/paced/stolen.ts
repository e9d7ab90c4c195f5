/** Processor time that a virtual machine did not get, since its host ran others: what makes latencies incomparable. */

import { readFileSync } from "node:fs";

/** Ticks of `/proc/stat` per second. */
const TICKS = 100;
/** Where the `cpu` line has it: user, nice, system, idle, iowait, irq, softirq and then steal. */
const STEAL = 8;

/** Starts to measure; what it returns tells the seconds since then, `undefined` if the system does not say. */
export function startStolen(): () => number | undefined {
  const before = stolenSeconds();
  return () => {
    const now = stolenSeconds();
    return before === undefined || now === undefined ? undefined : now - before;
  };
}

/** Since the machine began, of all processors. */
function stolenSeconds(): number | undefined {
  try {
    const ticks = Number(readFileSync("/proc/stat", "utf8").split("\n")[0]?.split(/\s+/)[STEAL]);
    return Number.isFinite(ticks) ? ticks / TICKS : undefined;
  } catch {
    return undefined;
  }
}
