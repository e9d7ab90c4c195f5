/** A Job that waits for two seconds, and has failed then, in place of what a check draws. */

import { invariants, world } from "../../../examples/go/keeper/check.mjs";

export { invariants };

export function adapt({ epochMs, seed }) {
  return { epochMs, seed, ...world };
}
