/** What a write changed, or how two objects differ, line by line. */

import { type DifferenceLine, lineDifference } from "./line-difference.ts";
import type { WholeVersion } from "./model.ts";
import { part } from "./page-parts.ts";
import { yamlLines } from "./yaml.ts";

const SIGNS = { same: "  ", added: "+ ", removed: "- " } as const;

/** Fills an element with the lines of a difference. */
export function showDifference(place: HTMLElement, lines: readonly DifferenceLine[]): void {
  place.replaceChildren(
    ...lines.map(({ kind, text }) => part("div", kind === "same" ? "" : kind, `${SIGNS[kind]}${text}`)),
  );
}

/** What a version of a Job changed in the one before. */
export function writeDifference(versions: readonly WholeVersion[], version: number | undefined): DifferenceLine[] {
  const after = version === undefined ? undefined : versions[version];
  if (version === undefined || after === undefined) return [{ kind: "same", text: "This changed nothing of the Job." }];
  const before = versions[version - 1];
  return lineDifference(before === undefined ? [] : linesOf(before, after), linesOf(after, before));
}

/** The status, and also the spec if the two versions differ in it. */
function linesOf(version: WholeVersion, other: WholeVersion | undefined): string[] {
  const { spec, status } = version;
  return yamlLines(other !== undefined && other.spec === spec ? { status } : { spec, status });
}
