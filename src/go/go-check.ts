/** A check of a Go program: what its runs are played with, in this thread and in workers. */

import { builtInControllers } from "../simulation/controllers/built-in.ts";
import { together } from "../simulation/controllers/controllers.ts";
import { EPOCH_MS, type SimulationPlan } from "../simulation/plan.ts";
import type { OwnOptions } from "../testing/check.ts";
import { INVARIANTS } from "../testing/invariants/index.ts";
import type { Invariant } from "../testing/invariants/invariant.ts";
import { loadOwnModule, OwnModuleError } from "../testing/own-module.ts";
import type { OwnWorld } from "../testing/workload/world.ts";
import { type GoControllerOptions, goController } from "./go-controller.ts";
import { PROGRAMS_KEEP_RUNNING } from "./keeps-running.ts";

/** What worker threads get for a check of Go programs. */
export interface GoCheck {
  /** They run next to the controllers of Kubernetes, and start and stop with them. */
  readonly programs: readonly GoControllerOptions[];
  /** A module that exports `invariants`, and may export `adapt` and `world`; see docs/go-controllers.md. */
  readonly invariantsFile?: string;
}

/**
 * Makes the options of a check.
 *
 * @throws OwnModuleError if the file cannot be loaded, or exports something else
 */
export async function optionsOfGoCheck({ programs, invariantsFile }: GoCheck): Promise<OwnOptions> {
  const controllers = together(builtInControllers, ...programs.map(goController));
  const none: InvariantsModule = { invariants: [] };
  const { invariants, adapt, world } = invariantsFile === undefined ? none : await readInvariants(invariantsFile);
  return {
    controllers,
    invariants: [...INVARIANTS, PROGRAMS_KEEP_RUNNING, ...invariants],
    ...(adapt === undefined ? {} : { adapt }),
    ...(world === undefined ? {} : { world: { epochMs: EPOCH_MS, seed: "explore", ...world } }),
  };
}

interface InvariantsModule {
  readonly invariants: readonly Invariant[];
  readonly adapt?: (drawn: SimulationPlan) => SimulationPlan;
  /** A small world for `jobsim explore`. */
  readonly world?: OwnWorld;
}

async function readInvariants(file: string): Promise<InvariantsModule> {
  const { invariants, adapt, world } = await loadOwnModule<InvariantsModule>(file);
  const isList = Array.isArray(invariants) && invariants.every(isInvariant);
  if (!isList) {
    throw new OwnModuleError(
      "must export invariants, a list of { id, sentence, source, watch } as jobsim/testing describes them",
    );
  }
  if (adapt !== undefined && typeof adapt !== "function") {
    throw new OwnModuleError("adapt must be a function from plan to plan");
  }
  if (world !== undefined && !Array.isArray(world.actions)) {
    throw new OwnModuleError("world must be a plan with actions");
  }
  return { invariants, ...(adapt === undefined ? {} : { adapt }), ...(world === undefined ? {} : { world }) };
}

function isInvariant(value: Partial<Invariant> | null): boolean {
  const isObject = typeof value === "object" && value !== null;
  return isObject && typeof value.id === "string" && typeof value.watch === "function";
}
