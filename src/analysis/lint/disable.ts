/** Findings that a manifest disables itself: by a comment, or by an annotation of the Job. */

import type { Job } from "../../api/types.ts";

/** Annotation of a Job: ids, separated by commas, or `all`. */
export const DISABLE_ANNOTATION = "jobsim.dev/lint-disable";

const COMMENT = /#\s*jobsim-(?:disable(-file)?\s+|ignore:\s*)([\w, ]+)/;
/** At the top of a file it is about the whole file. */
const IGNORED_IN_FILE = /^#\s*jobsim-ignore:/;

/** The comments of one file. */
export class DisablingComments {
  readonly #byLine = new Map<number, ReadonlySet<string>>();
  #everywhere: ReadonlySet<string> = new Set();

  /** @param text of the file */
  constructor(text: string) {
    for (const [i, line] of text.split("\n").entries()) {
      const [comment, forFile, ids = ""] = COMMENT.exec(line) ?? [];
      if (comment === undefined) continue;
      if (forFile !== undefined || IGNORED_IN_FILE.test(line))
        this.#everywhere = new Set([...this.#everywhere, ...idsOf(ids)]);
      else {
        // A comment alone on a line is about the line below it.
        const isOwnLine = line.trimStart().startsWith("#");
        this.#byLine.set(isOwnLine ? i + 2 : i + 1, idsOf(ids));
      }
    }
  }

  /** @param line from 1 */
  disables(id: string, line: number | undefined): boolean {
    const ids = line === undefined ? undefined : this.#byLine.get(line);
    return isNamed(id, this.#everywhere) || (ids !== undefined && isNamed(id, ids));
  }
}

/** Whether the Job disables a finding by its annotation. */
export function isDisabledByJob(id: string, { metadata }: Job): boolean {
  return isNamed(id, idsOf(metadata.annotations?.[DISABLE_ANNOTATION] ?? ""));
}

function idsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/[\s,]+/).filter((id) => id !== ""));
}

function isNamed(id: string, ids: ReadonlySet<string>): boolean {
  return ids.has(id) || ids.has("all");
}
