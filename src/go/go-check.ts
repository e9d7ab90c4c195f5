/** A check of a Go program: what its runs are played with, in this thread and in workers. */

import { pathToFileURL } from "node:url";
import { builtInControllers } from "../simulation/controllers/built-in.ts";
import { together } from "../simulation/controllers/controllers.ts";
import { EPOCH_MS, type SimulationPlan } from "../simulation/plan.ts";
import type { OwnOptions } from "../testing/check.ts";
import { INVARIANTS } from "../testing/invariants/index.ts";
import type { Invariant } from "../testing/invariants/invariant.ts";
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

/** A file of invariants is not what it should be. */
export class InvariantsFileError extends Error {
  override readonly name = "InvariantsFileError";
}

/**
 * Makes the options of a check.
 *
 * @throws InvariantsFileError if the file cannot be loaded, or exports something else
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
  const { invariants, adapt, world }: Partial<InvariantsModule> = await load(file);
  const isList = Array.isArray(invariants) && invariants.every(isInvariant);
  if (!isList) {
    throw new InvariantsFileError(
      "must export invariants, a list of { id, sentence, source, watch } as jobsim/testing describes them",
    );
  }
  if (adapt !== undefined && typeof adapt !== "function") {
    throw new InvariantsFileError("adapt must be a function from plan to plan");
  }
  if (world !== undefined && !Array.isArray(world.actions)) {
    throw new InvariantsFileError("world must be a plan with actions");
  }
  return { invariants, ...(adapt === undefined ? {} : { adapt }), ...(world === undefined ? {} : { world }) };
}

async function load(file: string): Promise<Partial<InvariantsModule>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = file.endsWith(".ts") ? " (Node reads TypeScript from 22.18 on; write .mjs for older ones)" : "";
    throw new InvariantsFileError(`cannot be loaded${hint}: ${message}`);
  }
}

function isInvariant(value: Partial<Invariant> | null): boolean {
  const isObject = typeof value === "object" && value !== null;
  return isObject && typeof value.id === "string" && typeof value.watch === "function";
}
