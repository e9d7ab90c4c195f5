/** What holds Jobs back, for people: Job by Job, with since when and what ends it. */

import { formatShortSpan, formatSpan } from "../../analysis/times.ts";
import { type Hindrance, isProgress } from "../../analysis/why-not/hindrance.ts";
import { formatCount } from "../numbers.ts";
import { PLAIN, type Style } from "../style.ts";
import { type TextColumn, textTable } from "../text-table.ts";

/** How many pods are named; the rest are counted. */
const MOST_PODS = 6;
/** How many Jobs are listed one by one; beyond that, those that wait for the same thing are joined. */
const MOST_JOBS = 20;

const NOTHING = "nothing is held back: every Job has finished, or its next step is under way";
const BEFORE = "what held a Job back before, for the longest:";

interface Row {
  readonly holder: string;
  readonly since: string;
  readonly text: string;
}

/**
 * Prints what each Job waits for.
 *
 * @param waited what held Jobs back before; only if nothing does now
 * @returns lines without line breaks
 */
export function whyNotText(
  found: readonly Hindrance[],
  waited: readonly Hindrance[] = [],
  style: Style = PLAIN,
): string[] {
  const jobs = byJob(found);
  const held = jobs.filter(([, hindrances]) => !hindrances.every(isProgress));
  // Jobs that make progress are shown if there is nothing else to show.
  const asked = held.length === 0 ? jobs : held;
  const sections = [
    ...(held.length === 0 ? [[NOTHING]] : []),
    ...(asked.length > MOST_JOBS ? [causesText(asked, style)] : []),
    ...asked.slice(0, MOST_JOBS).map(([name, hindrances]) => jobText(name, hindrances, style)),
    ...restText(asked.length - MOST_JOBS, style),
    ...(waited.length === 0 ? [] : [[BEFORE]]),
    ...byJob(waited).map(([name, hindrances]) => jobText(name, hindrances, style)),
  ];
  return sections.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function jobText(name: string, hindrances: readonly Hindrance[], style: Style): string[] {
  const columns: readonly TextColumn<Row>[] = [
    { title: style.name(name), cell: ({ holder }) => holder, paint: (_row, text) => style.warn(text) },
    { title: "SINCE", cell: ({ since }) => since, align: "right" },
    { title: "WHAT", cell: ({ text }) => text },
  ];
  return textTable(hindrances.flatMap(rowsOf), columns, (text) => text);
}

/** How many Jobs each cause holds back; a Job with several causes counts for each. */
function causesText(jobs: readonly (readonly [string, readonly Hindrance[]])[], style: Style): string[] {
  const counts = new Map<string, number>();
  for (const [, hindrances] of jobs) {
    const causes = new Set(hindrances.map(({ holder, cause, rule }) => `${holder}: ${rule ?? cause}`));
    for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  const columns: readonly TextColumn<readonly [string, number]>[] = [
    { title: "WHO: WHAT", cell: ([cause]) => cause },
    { title: "JOBS", cell: ([, count]) => formatCount(count), align: "right" },
  ];
  return textTable(
    [...counts].sort(([, a], [, b]) => b - a),
    columns,
    style.dim,
  );
}

function restText(more: number, style: Style): string[][] {
  return more > 0 ? [[style.dim(`… and ${formatCount(more)} more Jobs; --job NAME shows one`)]] : [];
}

function byJob(found: readonly Hindrance[]): readonly (readonly [string, readonly Hindrance[]])[] {
  const jobs = new Map<string, Hindrance[]>();
  for (const one of found) {
    const { namespace, name } = one.job;
    const key = namespace === "default" ? name : `${namespace}/${name}`;
    jobs.set(key, [...(jobs.get(key) ?? []), one]);
  }
  return [...jobs];
}

function rowsOf(one: Hindrance): Row[] {
  const { holder, sinceMs, text, details = [] } = one;
  const rule = one.rule === undefined ? "" : `  [${one.rule}]`;
  const rows = [`${podsText(one)}${text}${rule}`, ...details, `ends ${endText(one)}`];
  return rows.map((line, i) => ({
    holder: i === 0 ? holder : "",
    since: i === 0 ? `+${formatSpan(sinceMs)}` : "",
    text: line,
  }));
}

function podsText({ pods = [] }: Hindrance): string {
  if (pods.length === 0) return "";
  const named = pods.slice(0, MOST_PODS).join(", ");
  const more = pods.length > MOST_PODS ? ` and ${pods.length - MOST_PODS} more` : "";
  return `${pods.length === 1 ? "pod" : "pods"} ${named}${more}: `;
}

function endText({ ends, nextMs, endsMs }: Hindrance): string {
  const next = nextMs === undefined || nextMs === endsMs ? "" : `; next try at +${formatShortSpan(nextMs)}`;
  return `${ends}${endsMs === undefined ? "" : `: at +${formatShortSpan(endsMs)} in this run`}${next}`;
}
