/** Events that report trouble with pods, for people. */

import type { EventRaised } from "../../analysis/changes/transition.ts";
import { formatSpan } from "../../analysis/times.ts";
import { joinPodEvents, type PodsEvents } from "../pod-events.ts";
import type { Style } from "../style.ts";
import { type TextColumn, textTable } from "../text-table.ts";

/** Further ones add nothing new. */
const MOST_LINES = 30;
const MOST_PODS = 5;

/** A heading and a line for each Event, with repeats joined; nothing if there are none. */
export function troublesText(events: readonly EventRaised[], style: Style): string[] {
  const joined = joinPodEvents(events).flatMap((entry) => (entry.kind === "podsEvents" ? [entry] : []));
  if (joined.length === 0) return [];
  const severalJobs = new Set(joined.map(({ job }) => job.name)).size > 1;
  const columns: readonly TextColumn<PodsEvents>[] = [
    { title: "TIME", cell: ({ atMs }) => `+${formatSpan(atMs)}`, align: "right" },
    { title: "JOB", cell: ({ job }) => (severalJobs ? job.name : ""), paint: (_row, text) => style.name(text) },
    { title: "POD", cell: ({ pods, event }) => [named(pods), event.container ?? ""].join(" ").trim() },
    { title: "REASON", cell: ({ event }) => event.reason, paint: (_row, text) => style.warn(text) },
    { title: "MESSAGE", cell: messageOf },
  ];
  const left = joined.length - MOST_LINES;
  return [
    "EVENTS   of pods, as kubectl describe pod shows them",
    ...textTable(joined.slice(0, MOST_LINES), columns, style.dim),
    ...(left > 0 ? [style.dim(`and ${left} more; jobsim run --events shows all`)] : []),
  ];
}

function named(pods: readonly string[]): string {
  const some = pods.slice(0, MOST_PODS).join(", ");
  return pods.length > MOST_PODS ? `${some} and ${pods.length - MOST_PODS} more` : some;
}

function messageOf({ event: { message, probe }, count, atMs, untilMs }: PodsEvents): string {
  // The message of a kubelet that kills a whole pod does not say why.
  const text = probe === undefined ? message : `${message} (${probe} probe)`;
  return count === 1 ? text : `${text} (${count} times, until +${formatSpan(untilMs === atMs ? atMs : untilMs)})`;
}
