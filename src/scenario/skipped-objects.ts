/** Objects next to the Jobs of an input that are not part of a run: counted by kind, for one line at the end. */

/** What a document is, if it is not a Job. */
export interface SkippedObject {
  /** `Deployment`; a kind of another group with its group: `Job of batch.volcano.sh`. */
  readonly kind: string;
  readonly name?: string;
  /** What to do about it, if there is something to do. */
  readonly hint?: string;
}

/** Kinds of Kubernetes are left as they are, `2 Service`; our own words for other things are pluralised. */
function severalOf(kind: string): string {
  return kind.replace(/^(file|value|manifest|chart template|Helm chart)\b/, "$1s");
}

/**
 * Counts skipped objects in one line.
 *
 * @returns nothing if none was skipped
 * @example
 * skippedLine([{ kind: "Deployment" }, { kind: "Service" }, { kind: "Service" }]);
 * // skipped 3 objects that are no Job: 2 Service, 1 Deployment
 */
export function skippedLine(skipped: readonly SkippedObject[]): string | undefined {
  if (skipped.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const { kind } of skipped) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([kind, count]) => `${count} ${count === 1 ? kind : severalOf(kind)}`);
  const hints = [...new Set(skipped.flatMap(({ hint }) => hint ?? []))];
  const objects = skipped.length === 1 ? "1 object that is not a Job" : `${skipped.length} objects that are not Jobs`;
  return [`skipped ${objects}: ${kinds.join(", ")}`, ...hints].join("; ");
}
