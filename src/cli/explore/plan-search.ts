/** What the flags of `jobsim explore` search; each thread makes it for itself. */

import { CHOICE_KINDS } from "../../simulation/choices/oracle.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { ExploreOptions } from "../../testing/explore/options.ts";
import { smallWorld } from "../../testing/explore/small-world.ts";
import { type Pulse, withPulse } from "../../testing/pulse.ts";
import { ownOptions } from "../own-check.ts";
import type { ExploreFlags } from "./flags.ts";

export interface PlannedSearch {
  readonly world: SimulationPlan;
  /** Whether the world is that of a module. */
  readonly isOwnWorld: boolean;
  readonly options: ExploreOptions;
}

/**
 * @param pulse of the thread that plays it, if somebody watches that
 * @throws InputError if a file is not what it should be
 */
export async function planSearch(flags: ExploreFlags, pulse?: Pulse): Promise<PlannedSearch> {
  const { deviations, only, shard, jobs, pods, failing, nonIndexed } = flags;
  const own = await ownOptions(flags);
  const { adapt = (plan: SimulationPlan) => plan } = own;
  return {
    world: own.world ?? adapt(smallWorld({ jobs, pods, failing, indexed: nonIndexed !== true })),
    isOwnWorld: own.world !== undefined,
    options: {
      deviations,
      kinds: CHOICE_KINDS.filter((kind) => only?.includes(kind) ?? true),
      ...(own.invariants === undefined ? {} : { invariants: own.invariants }),
      ...(own.controllers === undefined && pulse === undefined
        ? {}
        : { controllers: withPulse(own.controllers, pulse) }),
      ...(own.kinds === undefined ? {} : { objectKinds: own.kinds }),
      ...(shard === undefined ? {} : { shard }),
    },
  };
}
