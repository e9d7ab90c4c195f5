/** What each pod of a Job did, as a table. */

import type { JobLife } from "../analysis/job-life.ts";
import type { PodLife } from "../analysis/pod-life.ts";
import { formatSpan } from "../analysis/times.ts";
import { formatCount } from "./numbers.ts";
import { probeKillText } from "./probe-kills.ts";
import { PLAIN, type Style } from "./style.ts";
import { type TextColumn, textTable } from "./text-table.ts";

/** How many pods the table shows by default. */
export const DEFAULT_POD_LIMIT = 50;

export interface PodTableOptions {
  /** The end of the run, virtual milliseconds. */
  readonly endMs: number;
  /** How many pods are shown. */
  readonly limit?: number | "all";
  readonly style?: Style;
}

/**
 * Prints what the pods of a Job did.
 *
 * If there are more pods than are shown, those that did not simply succeed come first.
 *
 * @returns lines without line breaks; none for a Job without pods, or if none are wanted
 */
export function podTable({ pods }: JobLife, options: PodTableOptions): string[] {
  const { endMs, limit = DEFAULT_POD_LIMIT, style = PLAIN } = options;
  if (pods.length === 0 || limit === 0) return [];
  const shown = limit === "all" || pods.length <= limit ? pods : mostTelling(pods, limit);
  const columns: readonly TextColumn<PodLife>[] = [
    { title: "POD", cell: ({ label }) => label },
    { title: "CREATED", cell: ({ createdMs }) => at(createdMs), align: "right" },
    { title: "RUNNING", cell: ({ runningMs }) => at(runningMs), align: "right" },
    { title: "ENDED", cell: ({ endedMs }) => at(endedMs), align: "right" },
    { title: "RAN", cell: (pod) => ran(pod, endMs), align: "right" },
    { title: "RESTARTS", cell: ({ restarts }) => (restarts === 0 ? "" : String(restarts)), align: "right" },
    { title: "EXIT", cell: ({ exitCode }) => exitCode?.toString() ?? "", align: "right" },
    { title: "COUNTED AS", cell: countedAs, paint: (pod, text) => paint(pod, text, style) },
    { title: "NOTE", cell: note, paint: (_pod, text) => style.dim(text) },
  ];
  const lines = textTable(shown, columns, style.dim);
  if (shown.length === pods.length) return lines;
  const first = shown.every(isPlainSuccess) ? "the first" : "failures first,";
  const text = `… ${first} ${formatCount(shown.length)} of ${formatCount(pods.length)} pods; --pods all shows them all`;
  return [...lines, style.dim(text)];
}

/** Pods that did not succeed, then retries that did, then the rest; shown in the order of their creation. */
function mostTelling(pods: readonly PodLife[], limit: number): PodLife[] {
  const ranks: readonly ((pod: PodLife) => boolean)[] = [
    (pod) => pod.countedAs !== "succeeded",
    (pod) => pod.countedAs === "succeeded" && pod.isRetry,
    isPlainSuccess,
  ];
  const chosen = new Set(ranks.flatMap((isOfRank) => pods.filter(isOfRank)).slice(0, limit));
  return pods.filter((pod) => chosen.has(pod));
}

function isPlainSuccess({ countedAs: counted, isRetry }: PodLife): boolean {
  return counted === "succeeded" && !isRetry;
}

function at(ms: number | undefined): string {
  return ms === undefined ? "-" : `+${formatSpan(ms)}`;
}

function ran({ runningMs, endedMs }: PodLife, endMs: number): string {
  return runningMs === undefined ? "-" : formatSpan(Math.max(0, Math.min(endedMs ?? endMs, endMs) - runningMs));
}

function countedAs({ countedAs: counted, endedMs, runningMs, boundMs }: PodLife): string {
  if (counted !== undefined) return counted === "notCounted" ? "not counted" : counted;
  if (endedMs !== undefined) return "not yet counted";
  if (runningMs !== undefined) return "still running";
  return boundMs === undefined ? "not scheduled" : "not started";
}

function note(pod: PodLife): string {
  const { isRetry, isOwn, failedIn, reason = "", disruption, deletedBy, endedMs } = pod;
  return [
    isOwn ? "" : "adopted",
    isRetry ? "retry" : "",
    failedIn === undefined ? "" : `exit of ${failedIn}`,
    reason,
    probeKillText(pod),
    disruption === undefined ? "" : disrupted(disruption),
    deletedBy !== undefined && disruption === undefined ? deletion(deletedBy, endedMs) : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** A condition of a scenario may have no reason. */
function disrupted(reason: string): string {
  return reason === "" ? "disrupted" : `disrupted: ${reason}`;
}

function deletion(by: string, endedMs: number | undefined): string {
  const who = by === "garbage-collector" ? "with its Job" : `by ${by}`;
  return endedMs === undefined ? `being deleted ${who}` : `deleted ${who}`;
}

function paint({ countedAs: counted }: PodLife, text: string, style: Style): string {
  if (counted === "succeeded") return style.good(text);
  if (counted === "failed") return style.bad(text);
  return counted === "ignored" ? style.warn(text) : text;
}
