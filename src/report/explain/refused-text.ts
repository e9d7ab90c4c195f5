/** What the API server refused, for people. */

import type { RefusedRequests } from "../../analysis/explain/refused-requests.ts";
import { formatSpan } from "../../analysis/times.ts";
import type { Style } from "../style.ts";
import { type TextColumn, textTable } from "../text-table.ts";

/** More of them say nothing new. */
const MOST_LINES = 30;

/** A heading and a line for each kind of refusal; nothing without any. */
export function refusedText(refused: readonly RefusedRequests[], style: Style): string[] {
  if (refused.length === 0) return [];
  const severalJobs = new Set(refused.map(({ job }) => job?.name)).size > 1;
  const columns: readonly TextColumn<RefusedRequests>[] = [
    { title: "TIME", cell: ({ atMs }) => `+${formatSpan(atMs)}`, align: "right" },
    {
      title: "JOB",
      cell: ({ job }) => (severalJobs ? (job?.name ?? "") : ""),
      paint: (_row, text) => style.name(text),
    },
    { title: "WHO", cell: ({ by }) => by },
    { title: "ASKED", cell: ({ verb, resource }) => `${verb} ${resource}` },
    { title: "ANSWER", cell: answerOf, paint: (_row, text) => style.warn(text) },
  ];
  const left = refused.length - MOST_LINES;
  return [
    "REFUSED   by the API server: what was asked for and did not happen",
    ...textTable(refused.slice(0, MOST_LINES), columns, style.dim),
    ...(left > 0 ? [style.dim(`and ${left} more; jobsim run shows all`)] : []),
  ];
}

function answerOf({ message, count, untilMs }: RefusedRequests): string {
  return count === 1 ? message : `${message} (${count} times, until +${formatSpan(untilMs)})`;
}
