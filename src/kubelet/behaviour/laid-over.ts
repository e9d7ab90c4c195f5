/** Traits over other traits: of flags over those of a file, of a rule over the default. */

import type { NamedContainerTraits, PodTraits } from "./rules.ts";

/** What is given wins, trait by trait, and so in each container that both name. */
export function laidOver(base: PodTraits, over: PodTraits = {}): PodTraits {
  const containers: { [name: string]: NamedContainerTraits } = { ...base.containers };
  for (const [name, traits] of Object.entries(over.containers ?? {})) {
    containers[name] = { ...containers[name], ...traits };
  }
  return { ...base, ...over, ...(Object.keys(containers).length === 0 ? {} : { containers }) };
}
