/**
 * The patch release that a release stands for: a late one with the simulated behaviour.
 *
 * Up to 1.32 it is the last one, according to the project's list of final patch releases. 1.33 to 1.35 stop before the
 * backport of a change in 1.36.3 (semantics 10, section 6).
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
