/** The message for a pod without a feasible node (framework `FitError`). */

import type { SchedulerSwitches } from "./switches.ts";

/** The results of the failed attempt. */
export interface FitFailure {
  readonly nodeCount: number;
  /** Why PreFilter rejected the pod; empty if it did not. */
  readonly preFilterMessage: string;
  /** Number of nodes by reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** The message of preemption; empty if it was successful or not tried. */
  readonly postFilterMessage: string;
}

type Texts = Pick<SchedulerSwitches, "failedSchedulingText" | "preFilterMessage">;

/** The message of the condition and of the Event, for example `0/2 nodes are available: 2 Insufficient cpu.` */
export function fitErrorMessage(failure: FitFailure, switches: Texts): string {
  const { nodeCount, preFilterMessage, reasons, postFilterMessage } = failure;
  const { failedSchedulingText } = switches;
  const start = `0/${nodeCount} nodes are available:`;
  const isReportedOnce = preFilterMessage !== "" && switches.preFilterMessage === "once";
  const counted = preFilterMessage === "" ? reasons : new Map([[preFilterMessage, nodeCount]]);
  const part = isReportedOnce ? preFilterMessage : histogram(counted);
  if (failedSchedulingText === "noDot") {
    const message = `${start} ${part}.`;
    return postFilterMessage === "" ? message : `${message} ${postFilterMessage}`;
  }
  const dot = failedSchedulingText === "twoDots" ? "." : "";
  const message = part === "" ? start : `${start} ${part}.`;
  return postFilterMessage === "" ? message : `${message} ${postFilterMessage}${dot}`;
}

/** Counts the reasons of all nodes. */
export function countReasons(all: Iterable<readonly string[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reasons of all) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

/** Sorted as strings, so `10 …` comes before `2 …`. */
function histogram(reasons: ReadonlyMap<string, number>): string {
  return [...reasons]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join(", ");
}

const LONGEST_NOTE_BYTES = 1024;
const CUT = " ...";

/** Truncates a message to the limit of an Event note; reasons are ASCII. */
export function cutNote(message: string): string {
  if (message.length <= LONGEST_NOTE_BYTES) return message;
  return message.slice(0, LONGEST_NOTE_BYTES - CUT.length) + CUT;
}
