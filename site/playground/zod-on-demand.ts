/**
 * zod in a file of its own, which loads when a scenario has to be checked: plain manifests do not need it, and it is as
 * large as the engine. A check that finds it missing throws {@link ZodIsMissing}; whoever catches that loads it, and
 * begins again.
 */

import type * as Zod from "zod";

/** Says that zod has not been loaded yet. */
export class ZodIsMissing extends Error {}

let loaded: typeof Zod | undefined;

/** @throws ZodIsMissing before {@link loadZod} has loaded it */
export function loadedZod(): typeof Zod {
  if (loaded === undefined) throw new ZodIsMissing("zod has not been loaded");
  return loaded;
}

export async function loadZod(): Promise<void> {
  loaded ??= await import("zod");
}
