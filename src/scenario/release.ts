/** The release of Kubernetes that a scenario or a flag names. */

import { quote } from "../api/quote.ts";
import { isRelease, MINOR_RELEASES, RELEASES, type Release } from "../simulation/releases/releases.ts";
import { type Checked, isFault } from "./checked.ts";

/**
 * Reads a release.
 *
 * @param value `"1.28"`, `"v1.28"`, `"1.36.2"`, or a number: YAML reads 1.30 without quotes as 1.3
 */
export function parseRelease(value: string | number): Checked<Release> {
  const text = typeof value === "number" ? value.toFixed(2) : value.trim().replace(/^v/, "");
  if (isRelease(text)) return { value: text };
  const [oldest, newest] = [MINOR_RELEASES[0], MINOR_RELEASES.at(-1)];
  const minor = MINOR_RELEASES.find((known) => text.startsWith(`${known}.`));
  if (minor !== undefined && /^\d+\.\d+\.\d+/.test(text)) {
    const problem = `patch releases of ${minor} are not distinguished: write ${minor}, which stands for a late one`;
    return { problem: `${quote(String(value))} is not a release that can be played; ${problem}` };
  }
  return {
    problem: `"${value}" is not a release that can be played; there are ${oldest} to ${newest}, and 1.36.0 to 1.36.2`,
  };
}

/**
 * Reads a release, or an inclusive range of them.
 *
 * @param text `1.28`, or `1.28..1.36`
 * @returns oldest first, with the patch releases that are known apart
 */
export function parseReleases(text: string): Checked<readonly Release[]> {
  const [first = "", last, ...more] = text.split("..");
  const from = parseRelease(first);
  if (isFault(from)) return from;
  if (last === undefined) return { value: [from.value] };
  const to = parseRelease(last);
  if (isFault(to)) return to;
  const [low, high] = [RELEASES.indexOf(from.value), RELEASES.indexOf(to.value)];
  if (more.length > 0 || low > high)
    return { problem: `"${text}" is not a range; write the older release first: 1.28..1.36` };
  return { value: RELEASES.slice(low, high + 1) };
}
