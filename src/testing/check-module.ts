/** A module with your own controller, its invariants, and the world that it works on. */

import type { AnyKind } from "../api/kinds/kind.ts";
import { problemsOfRules } from "../kubelet/behaviour/rules-check.ts";
import { builtInControllers } from "../simulation/controllers/built-in.ts";
import { type StartControllers, together } from "../simulation/controllers/controllers.ts";
import { type ControllerDefinition, controller } from "../simulation/controllers/reconciler.ts";
import { EPOCH_MS } from "../simulation/plan.ts";
import type { OwnOptions } from "./check.ts";
import type { Feature } from "./generate/features.ts";
import { INVARIANTS } from "./invariants/index.ts";
import type { Invariant } from "./invariants/invariant.ts";
import { loadOwnModule, OwnModuleError } from "./own-module.ts";
import type { OwnWorld, Workload } from "./workload/world.ts";

/** What a module exports for `jobsim check --module`. */
export interface CheckModule {
  /** They run next to the controllers of Kubernetes, and start and stop with them; `replicas` on their own. */
  readonly controllers: readonly (ControllerDefinition | StartControllers)[];
  /** What must hold; if absent, the invariants of Jobs. */
  readonly invariants?: readonly Invariant[];
  /** The world of each run; if absent, Jobs as the engine draws them. */
  readonly workload?: Workload;
  /** A small world for `jobsim explore`. */
  readonly world?: OwnWorld;
  /** What trials may contain; everything if absent. */
  readonly features?: readonly Feature[];
  /** Kinds of objects, with their strategies. */
  readonly kinds?: readonly AnyKind[];
}

/** What worker threads get for a check of a module. */
export interface ModuleCheck {
  /** Absolute path. */
  readonly moduleFile: string;
}

/**
 * Makes the options of a check.
 *
 * @throws OwnModuleError if the module cannot be loaded, or exports something else
 */
export async function optionsOfModule({ moduleFile }: ModuleCheck): Promise<OwnOptions> {
  const module = await loadOwnModule<CheckModule>(moduleFile);
  const { controllers, invariants = INVARIANTS, workload, world, features, kinds } = module;
  if (!Array.isArray(controllers) || controllers.length === 0 || !controllers.every(isController)) {
    throw new OwnModuleError(
      "must export controllers, a list of { name, watches, start } as jobsim/testing describes them",
    );
  }
  if (!Array.isArray(invariants) || !invariants.every(isInvariant)) {
    throw new OwnModuleError("invariants must be a list of { id, sentence, source, watch }");
  }
  if (workload !== undefined && typeof workload !== "function") {
    throw new OwnModuleError("workload must be a function that draws a world");
  }
  if (world !== undefined && !Array.isArray(world.actions)) {
    throw new OwnModuleError("world must be a plan with actions");
  }
  if (world?.pods !== undefined) {
    const problems = problemsOfRules(world.pods).map(({ path, message }) => `world.${path}: ${message}`);
    if (problems.length > 0) throw new OwnModuleError(problems.join("; "));
  }
  return {
    controllers: together(builtInControllers, ...controllers.map(started)),
    invariants,
    ...(workload === undefined ? {} : { workload }),
    ...(world === undefined ? {} : { world: { epochMs: EPOCH_MS, seed: "explore", ...world } }),
    ...(features === undefined ? {} : { features }),
    ...(kinds === undefined ? {} : { kinds }),
  };
}

function started(given: ControllerDefinition | StartControllers): StartControllers {
  return typeof given === "function" ? given : controller(given);
}

function isController(value: Partial<ControllerDefinition> | StartControllers | null): boolean {
  if (typeof value === "function") return true;
  const isObject = typeof value === "object" && value !== null;
  return isObject && typeof value.name === "string" && typeof value.start === "function";
}

function isInvariant(value: Partial<Invariant> | null): boolean {
  const isObject = typeof value === "object" && value !== null;
  return isObject && typeof value.id === "string" && typeof value.watch === "function";
}
