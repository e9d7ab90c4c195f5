/** How GPU hours and work were spent, as lines of the summary. */

import type { UseFigures } from "../analysis/work-figures.ts";
import { formatCount } from "./numbers.ts";

/** Name and text of each line. */
export function useRows({ gpuHours, work }: UseFigures): [string, string][] {
  const rows: [string, string][] = [];
  if (gpuHours !== undefined) {
    const { used, wasted, waiting } = gpuHours;
    const share = used === 0 ? 0 : (100 * wasted) / used;
    rows.push([
      "GPU hours",
      `${hours(used)} used, ${hours(wasted)} wasted (${share.toFixed(0)}%), ${hours(waiting)} waiting`,
    ]);
  }
  if (work !== undefined) {
    const { pods, lostHours, restoringHours, waitingHours } = work;
    const parts = [
      `${hours(lostHours)}h lost`,
      `${hours(restoringHours)}h restoring`,
      ...(waitingHours === 0 ? [] : [`${hours(waitingHours)}h waiting for other workers`]),
    ];
    rows.push([
      "work",
      `${parts.join(", ")}, of ${pods === 1 ? "1 pod" : `${formatCount(pods)} pods`} that were interrupted or waited`,
    ]);
  }
  return rows;
}

function hours(value: number): string {
  return value.toFixed(1);
}
