/** In which releases a rule applies, and what applied before, by switches; versions come from the table of releases. */

import type { Switches, SwitchId } from "../switches.ts";
import { spanText, startName } from "./release-words.ts";
import { RELEASES, type Release } from "./releases.ts";
import { fits, releasesWhere, type SwitchPattern, switchesIn } from "./switch-pattern.ts";

export interface Validity {
  /** The switches with which the rule applies; all by default. */
  readonly holds?: SwitchPattern;
  /** What applies with other switches. */
  readonly formerly?: readonly Former[];
}

/** The behaviour of Kubernetes in some releases. */
export interface Former {
  readonly where: SwitchPattern;
  /** One sentence, without its full stop. */
  readonly text: string;
}

/** A former behaviour with its releases. */
export interface DatedFormer {
  /** `until 1.30`, `1.32 to 1.36.2`. */
  readonly span: string;
  readonly text: string;
  /** The switches that decide. */
  readonly switches: readonly SwitchId[];
}

/** The first release in which a rule applies; `undefined` if it applies in the oldest one. */
export function sinceOf({ holds = {} }: Validity): string | undefined {
  const [first] = releasesWhere(holds);
  return first === undefined || first === RELEASES[0] ? undefined : startName(first);
}

/** The same as a text: `1.29`, or `1.25 or earlier`. */
export function sinceText(validity: Validity): string {
  return sinceOf(validity) ?? `${RELEASES[0]} or earlier`;
}

/** All former behaviours with their releases, in display order. */
export function formersOf({ formerly = [] }: Validity): readonly DatedFormer[] {
  return formerly.map(dated);
}

/** The former behaviours that apply with these switches. */
export function formersIn({ formerly = [] }: Validity, switches: Switches): readonly DatedFormer[] {
  return formerly.filter(({ where }) => fits(where, switches)).map(dated);
}

function dated({ where, text }: Former): DatedFormer {
  return { span: spanText(releasesWhere(where)), text, switches: switchesIn(where) };
}

/** The releases in which a rule applies, oldest first. */
export function releasesOf({ holds = {} }: Validity): readonly Release[] {
  return releasesWhere(holds);
}
