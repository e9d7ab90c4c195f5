/** Processor time that a virtual machine did not get, since its host ran others: what makes latencies incomparable. */

import { readFileSync } from "node:fs";

/** Ticks of `/proc/stat` per second. */
const TICKS = 100;
/** Where the `cpu` line has it: user, nice, system, idle, iowait, irq, softirq and then steal. */
const STEAL = 8;

/** Seconds since the machine began, of all processors; `undefined` where the system does not tell. */
export function stolenSeconds(): number | undefined {
  try {
    const ticks = Number(readFileSync("/proc/stat", "utf8").split("\n")[0]?.split(/\s+/)[STEAL]);
    return Number.isFinite(ticks) ? ticks / TICKS : undefined;
  } catch {
    return undefined;
  }
}
