/** Parts of a sweep as the logs of pods have them: one after the other, with messages between their lines. */

import { InputError } from "../../scenario/problem.ts";
import { HEAD_START, partOfLines, type SweepPart, wholeLines } from "./part-file.ts";

/**
 * Reads all parts in a text: a file of runs, several in a row, or the logs of pods that printed them. A part that was
 * interrupted ends where the next one begins, in the middle of a line if need be.
 *
 * @param file its name in messages
 * @throws InputError if there is no part in it, or something that is neither a part nor a message
 * @example
 * const parts = parseParts("<stdin>", logs).map((part) => ({ file: "<stdin>", part }));
 * console.log(sweepText(sweepSummary(mergeParts(parts))).join("\n"));
 */
export function parseParts(file: string, text: string): SweepPart[] {
  const starts = [...text.matchAll(new RegExp(HEAD_START, "g"))].map(({ index }) => index);
  if (starts.length === 0) {
    const message = "holds no runs of a sweep, as jobsim sweep --save writes them";
    throw new InputError([{ file, message }]);
  }
  let line = 1;
  return starts.map((start, i) => {
    line += newlinesIn(text.slice(starts[i - 1] ?? 0, start));
    const lines = wholeLines(text.slice(start, starts[i + 1]), line);
    return partOfLines(
      file,
      lines.filter((one) => one.text.startsWith("{")),
    );
  });
}

function newlinesIn(text: string): number {
  return text.split("\n").length - 1;
}
