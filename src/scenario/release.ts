/** The release of Kubernetes that a scenario or a flag names. */

import { isRelease, MINOR_RELEASES, type Release } from "../simulation/releases/releases.ts";
import type { Checked } from "./checked.ts";

/**
 * Reads a release.
 *
 * @param value `"1.28"`, `"v1.28"`, `"1.36.2"`, or a number: YAML reads 1.30 without quotes as 1.3
 */
export function parseRelease(value: string | number): Checked<Release> {
  const text = typeof value === "number" ? value.toFixed(2) : value.trim().replace(/^v/, "");
  if (isRelease(text)) return { value: text };
  const [oldest, newest] = [MINOR_RELEASES[0], MINOR_RELEASES.at(-1)];
  return {
    problem: `"${value}" is no release that can be played; there are ${oldest} to ${newest}, and 1.36.0 to 1.36.2`,
  };
}
