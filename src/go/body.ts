/** A body that is already complete. */

import type { ProgramBody } from "./surroundings.ts";

/** Delivers all of the bytes, and then the end. */
export function wholeBody(bytes: Uint8Array): ProgramBody {
  let rest: Uint8Array | undefined = bytes.length === 0 ? undefined : bytes;
  return {
    read: (taken) => {
      const part = rest;
      rest = undefined;
      taken(part);
    },
    cancel: () => {
      rest = undefined;
    },
  };
}
