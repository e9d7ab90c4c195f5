/** Texts for ranges of releases. */

import { patchReleaseOf } from "./patch-releases.ts";
import { MINOR_RELEASES, RELEASES, type Release } from "./releases.ts";

/**
 * The name of the first release of a range: 1.36 for 1.36.0, which is the first of 1.36; 1.36.3 for 1.36, which stands
 * for its latest patch release.
 */
export function startName(release: Release): string {
  const minor = MINOR_RELEASES.find((one) => release === `${one}.0`);
  if (minor !== undefined) return minor;
  return RELEASES.some((one) => one === `${release}.0`) ? patchReleaseOf(release) : release;
}

/**
 * A text for some of the releases: `since 1.31`, `until 1.30`, `1.32 to 1.36.2`, `in 1.25`; empty for all of them.
 *
 * @param releases oldest first; gaps result in several ranges
 */
export function spanText(releases: readonly Release[], among: readonly Release[] = RELEASES): string {
  if (releases.length === among.length) return "";
  return stretches(releases, among)
    .map((stretch) => stretchText(stretch, among))
    .join(", ");
}

function stretchText(stretch: readonly Release[], among: readonly Release[]): string {
  const [first, last] = [stretch[0], stretch.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (last === among.at(-1)) return `since ${startName(first)}`;
  if (first === last) return `in ${first}`;
  return first === among[0] ? `until ${last}` : `${startName(first)} to ${last}`;
}

function stretches(releases: readonly Release[], among: readonly Release[]): readonly (readonly Release[])[] {
  const found: Release[][] = [];
  let open: Release[] | undefined;
  for (const release of among) {
    if (!releases.includes(release)) open = undefined;
    else if (open !== undefined) open.push(release);
    else {
      open = [release];
      found.push(open);
    }
  }
  return found;
}
