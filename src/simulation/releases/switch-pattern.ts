/** Where something holds, said by the switches that decide about it, so that no second table of versions is needed. */

import type { Switches, SwitchId } from "../switches.ts";
import { isSwitchId } from "./catalog.ts";
import { RELEASES, type Release, switchesOf } from "./releases.ts";

/** What each of some switches must be set to: one value, or one of several. */
export type SwitchPattern = { readonly [Id in SwitchId]?: Switches[Id] | readonly Switches[Id][] };

/** Whether switches are set as a pattern says; an empty pattern fits all. */
export function fits(pattern: SwitchPattern, switches: Switches): boolean {
  return switchesIn(pattern).every((id) => {
    const wanted: unknown = pattern[id];
    return Array.isArray(wanted) ? wanted.includes(switches[id]) : wanted === switches[id];
  });
}

/** The switches that a pattern asks for. */
export function switchesIn(pattern: SwitchPattern): readonly SwitchId[] {
  return Object.keys(pattern).filter(isSwitchId);
}

/** The releases in which a pattern holds, oldest first. */
export function releasesWhere(pattern: SwitchPattern): readonly Release[] {
  return RELEASES.filter((release) => fits(pattern, switchesOf(release)));
}
