/** Since when a rule holds and how it was before, told by switches; versions come from the table of releases. */

import type { Switches, SwitchId } from "../switches.ts";
import { spanText, startName } from "./release-words.ts";
import { RELEASES, type Release } from "./releases.ts";
import { fits, releasesWhere, type SwitchPattern, switchesIn } from "./switch-pattern.ts";

export interface Validity {
  /** Where the rule holds; in every release if absent. */
  readonly holds?: SwitchPattern;
  /** How it was where switches are set differently. */
  readonly formerly?: readonly Former[];
}

/** How Kubernetes behaved in some releases. */
export interface Former {
  readonly where: SwitchPattern;
  /** One sentence, without its full stop. */
  readonly text: string;
}

/** A former behaviour, with its releases. */
export interface DatedFormer {
  /** `until 1.30`, `1.32 to 1.36.2`. */
  readonly span: string;
  readonly text: string;
  /** What decides. */
  readonly switches: readonly SwitchId[];
}

/** The first release in which a rule holds; absent if it holds in the oldest that can be played. */
export function sinceOf({ holds = {} }: Validity): string | undefined {
  const [first] = releasesWhere(holds);
  return first === undefined || first === RELEASES[0] ? undefined : startName(first);
}

/** The same in words: `1.29`, or `1.25 or earlier`. */
export function sinceText(validity: Validity): string {
  return sinceOf(validity) ?? `${RELEASES[0]} or earlier`;
}

/** All former behaviours with their releases, in the order in which they are shown. */
export function formersOf({ formerly = [] }: Validity): readonly DatedFormer[] {
  return formerly.map(dated);
}

/** The former behaviours that a run with these switches has. */
export function formersIn({ formerly = [] }: Validity, switches: Switches): readonly DatedFormer[] {
  return formerly.filter(({ where }) => fits(where, switches)).map(dated);
}

function dated({ where, text }: Former): DatedFormer {
  return { span: spanText(releasesWhere(where)), text, switches: switchesIn(where) };
}

/** The releases in which a rule holds, oldest first. */
export function releasesOf({ holds = {} }: Validity): readonly Release[] {
  return releasesWhere(holds);
}
