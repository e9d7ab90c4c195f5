/** Controllers and invariants of users are files of this machine, which pods of a cluster do not have. */

import { InputError } from "../../scenario/problem.ts";
import type { OwnFlags } from "../own-check.ts";

/** @throws InputError if a flag names such a file */
export function refuseOwnFiles({ module, invariants, go = [], exec }: OwnFlags & { readonly exec?: string }): void {
  const named = { "--module": module, "--invariants": invariants, "--go": go[0], "--exec": exec };
  for (const [flag, file] of Object.entries(named)) {
    if (file === undefined) continue;
    const message = `${file} is a file of this machine, which pods on Kubernetes do not have; leave out --emit-manifest`;
    throw new InputError([{ file: flag, message }]);
  }
}
