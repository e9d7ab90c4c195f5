/** Patterns of switches, which say in which releases something applies without a second table of versions. */

import type { Switches, SwitchId } from "../switches.ts";
import { isSwitchId } from "./catalog.ts";
import { RELEASES, type Release, switchesOf } from "./releases.ts";

/** The values that some switches must have: one value, or one of several. */
export type SwitchPattern = { readonly [Id in SwitchId]?: Switches[Id] | readonly Switches[Id][] };

/** Whether switches match a pattern; an empty pattern matches all. */
export function fits(pattern: SwitchPattern, switches: Switches): boolean {
  return switchesIn(pattern).every((id) => {
    const wanted: unknown = pattern[id];
    return Array.isArray(wanted) ? wanted.includes(switches[id]) : wanted === switches[id];
  });
}

/** The switches in a pattern. */
export function switchesIn(pattern: SwitchPattern): readonly SwitchId[] {
  return Object.keys(pattern).filter(isSwitchId);
}

/** The releases that match a pattern, oldest first. */
export function releasesWhere(pattern: SwitchPattern): readonly Release[] {
  return RELEASES.filter((release) => fits(pattern, switchesOf(release)));
}
