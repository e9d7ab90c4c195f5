/**
 * The patch release that each release is taken for where one must be named: a late one that behaves as is played.
 *
 * Up to 1.32 it is the last, as the project's list of final patch releases has it. 1.33 to 1.35 stop before the change
 * that 1.36.3 brought was ported back to them (semantics 10, section 6).
 */

import type { Release } from "./releases.ts";

const PATCH_RELEASES: { readonly [release in Release]: string } = {
  "1.25": "1.25.16",
  "1.26": "1.26.15",
  "1.27": "1.27.16",
  "1.28": "1.28.15",
  "1.29": "1.29.14",
  "1.30": "1.30.14",
  "1.31": "1.31.14",
  "1.32": "1.32.13",
  "1.33": "1.33.13",
  "1.34": "1.34.9",
  "1.35": "1.35.6",
  "1.36.0": "1.36.0",
  "1.36.1": "1.36.1",
  "1.36.2": "1.36.2",
  "1.36": "1.36.3",
};

/** The patch release of a release, for example `1.28.15`. */
export function patchReleaseOf(release: Release): string {
  return PATCH_RELEASES[release];
}
