/** Two runs of one trial, compared commit by commit. */

import type { LogEntry } from "../apiserver/log.ts";
import { digestOf } from "../simulation/digest.ts";
import type { Violation } from "./invariants/invariant.ts";

type Entries = readonly LogEntry[];

/** The first entry in which two runs of one trial differ. */
export function differingEntry(first: Entries, second: Entries): Violation[] {
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    const [a, b] = [first[at], second[at]];
    if (a !== undefined && b !== undefined && digestOf([a]) === digestOf([b])) continue;
    const timeMs = a?.timeMs ?? b?.timeMs ?? 0;
    const message = `a second run of the same trial differs at entry ${at} of the log`;
    return [{ invariant: "same-twice", timeMs, entry: at, message, numbers: {} }];
  }
  return [];
}
