/** Why no node was found, as the pod's condition says it (framework `FitError`). */

import type { SchedulerSwitches } from "./switches.ts";

/** What is known of the failed attempt. */
export interface FitFailure {
  readonly nodeCount: number;
  /** What refused the pod before any node was looked at; empty if nothing did. */
  readonly preFilterMessage: string;
  /** How many nodes gave each reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** What happened to preemption; empty if it made room, or was not asked. */
  readonly postFilterMessage: string;
}

type Texts = Pick<SchedulerSwitches, "failedSchedulingText" | "preFilterMessage">;

/** The message of the condition and of the Event, for example `0/2 nodes are available: 2 Insufficient cpu.` */
export function fitErrorMessage(failure: FitFailure, switches: Texts): string {
  const { nodeCount, preFilterMessage, reasons, postFilterMessage } = failure;
  const { failedSchedulingText } = switches;
  const start = `0/${nodeCount} nodes are available:`;
  const isTold = preFilterMessage !== "" && switches.preFilterMessage === "once";
  const counted = preFilterMessage === "" ? reasons : new Map([[preFilterMessage, nodeCount]]);
  const part = isTold ? preFilterMessage : histogram(counted);
  if (failedSchedulingText === "noDot") {
    const message = `${start} ${part}.`;
    return postFilterMessage === "" ? message : `${message} ${postFilterMessage}`;
  }
  const dot = failedSchedulingText === "twoDots" ? "." : "";
  const told = part === "" ? start : `${start} ${part}.`;
  return postFilterMessage === "" ? told : `${told} ${postFilterMessage}${dot}`;
}

/** Counts reasons of many nodes. */
export function countReasons(all: Iterable<readonly string[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reasons of all) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

/** Sorted as texts, so that `10 …` comes before `2 …`. */
function histogram(reasons: ReadonlyMap<string, number>): string {
  return [...reasons]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join(", ");
}

const LONGEST_NOTE_BYTES = 1024;
const CUT = " ...";

/** Cuts a message to what an Event can hold; reasons are ASCII. */
export function cutNote(message: string): string {
  if (message.length <= LONGEST_NOTE_BYTES) return message;
  return message.slice(0, LONGEST_NOTE_BYTES - CUT.length) + CUT;
}
