/** A status whose lists are too long to be kept, and shown, at each of its writes. */

import type { JobStatus, UncountedTerminatedPods } from "../../api/types.ts";
import { formatCount } from "../numbers.ts";

/** A text is shortened from this length on. */
const LONGEST_TEXT = 300;
/** Of what is shortened: its beginning and its end. */
const HEAD = 160;
const TAIL = 60;
const MOST_UIDS = 4;

/** The status with the middle of its lists left out, which their texts say. */
export function shortStatus(status: JobStatus): JobStatus {
  const { completedIndexes, failedIndexes, uncountedTerminatedPods: uncounted } = status;
  return {
    ...status,
    ...(completedIndexes === undefined ? {} : { completedIndexes: shortText(completedIndexes) }),
    ...(failedIndexes === undefined ? {} : { failedIndexes: shortText(failedIndexes) }),
    ...(uncounted === undefined ? {} : { uncountedTerminatedPods: shortLists(uncounted) }),
  };
}

function shortLists(uncounted: UncountedTerminatedPods): UncountedTerminatedPods {
  const { succeeded = [], failed = [] } = uncounted;
  if (succeeded.length <= MOST_UIDS && failed.length <= MOST_UIDS) return uncounted;
  return {
    ...uncounted,
    ...(uncounted.succeeded === undefined ? {} : { succeeded: shortList(succeeded) }),
    ...(uncounted.failed === undefined ? {} : { failed: shortList(failed) }),
  };
}

function shortText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const head = text.slice(0, text.lastIndexOf(",", HEAD) + 1);
  const tail = text.slice(text.indexOf(",", text.length - TAIL));
  const short = `${head} … ${formatCount(text.length)} characters in all … ${tail}`;
  // A part of a text keeps all of it in memory; what is parsed is a text of its own.
  return String(JSON.parse(JSON.stringify(short)));
}

function shortList(uids: readonly string[]): readonly string[] {
  if (uids.length <= MOST_UIDS) return uids;
  return [...uids.slice(0, MOST_UIDS), `… and ${formatCount(uids.length - MOST_UIDS)} more`];
}
