/** What the controller decided, as lines of a page; of a very large Job, decisions by the same rule are joined. */

import { describe } from "../../analysis/changes/describe.ts";
import type { Explained } from "../../analysis/changes/transition.ts";
import { formatSpan } from "../../analysis/times.ts";
import { inMap } from "../../api/in-map.ts";
import type { ReportTransition } from "./report-data.ts";

/** Of the lines about a very large Job, one in so many may be an explanation by one rule. */
const SHARE_OF_RULE = 4;

/** Where explanations belong. */
export interface ExplainedJobs {
  readonly numberOf: (job: Explained["job"]) => number | undefined;
  /** Whether lines about a Job are joined. */
  readonly isCondensed: (job: number) => boolean;
  /** About how many lines there are about such a Job. */
  readonly lines: number;
}

/** Lines of explanations, in the order of time. */
export function explainedLines(explained: readonly Explained[], jobs: ExplainedJobs): ReportTransition[] {
  const shown = joined(explained, jobs);
  return explained.flatMap((one) => {
    const since = shown.get(one);
    if (since === undefined) return [];
    const job = jobs.numberOf(one.job);
    const place = { atMs: one.atMs, ...(job === undefined ? {} : { job }) };
    const more = since.more === 0 ? "" : `  (and ${since.more} more by this rule since +${formatSpan(since.fromMs)})`;
    return describe(one).map((line) => ({ ...line, text: `${line.text}${more}`, ...place }));
  });
}

interface Since {
  readonly more: number;
  readonly fromMs: number;
}

/** Which explanations are shown, and how many before each are not. */
function joined(
  explained: readonly Explained[],
  { numberOf, isCondensed, lines }: ExplainedJobs,
): Map<Explained, Since> {
  const shown = new Map<Explained, Since>();
  const byRule = new Map<string, Explained[]>();
  for (const one of explained) {
    const job = numberOf(one.job);
    const isShort = job !== undefined && isCondensed(job);
    if (!isShort) shown.set(one, { more: 0, fromMs: one.atMs });
    else inMap(byRule, `${job} ${one.rule}`, () => []).push(one);
  }
  for (const group of byRule.values()) {
    const size = Math.ceil(group.length / Math.max(1, Math.floor(lines / SHARE_OF_RULE)));
    for (let from = 0; from < group.length; from += size) {
      const part = group.slice(from, from + size);
      const [first, last] = [part[0], part.at(-1)];
      if (first !== undefined && last !== undefined) shown.set(last, { more: part.length - 1, fromMs: first.atMs });
    }
  }
  return shown;
}
