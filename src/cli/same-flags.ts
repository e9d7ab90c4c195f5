/** The flags that apply to every variant of a comparison and every cell of a sweep. */

import type { FlagTexts } from "../scenario/flags.ts";

/** The seed is not among them: these commands choose their seeds. */
export type SameFlags = Omit<FlagTexts, "seed">;

/** Takes these flags out of all flags of a command. */
export function sameFlags(flags: SameFlags): FlagTexts {
  const { run, exit, container, start, ready, schedule, set, param, until, startTime, kubernetes } = flags;
  return { run, exit, container, start, ready, schedule, set, param, until, for: flags.for, startTime, kubernetes };
}
