/** A module with your own controller, its invariants, and the world that it works on. */

import { pathToFileURL } from "node:url";
import type { AnyKind } from "../api/kinds/kind.ts";
import { builtInControllers } from "../simulation/controllers/built-in.ts";
import { type StartControllers, together } from "../simulation/controllers/controllers.ts";
import { type ControllerDefinition, controller } from "../simulation/controllers/reconciler.ts";
import { EPOCH_MS } from "../simulation/plan.ts";
import type { OwnOptions } from "./check.ts";
import type { Feature } from "./generate/features.ts";
import { INVARIANTS } from "./invariants/index.ts";
import type { Invariant } from "./invariants/invariant.ts";
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

/** A module does not export what it should. */
export class CheckModuleError extends Error {
  override readonly name = "CheckModuleError";
}

/**
 * Makes the options of a check.
 *
 * @throws CheckModuleError if the module cannot be loaded, or exports something else
 */
export async function optionsOfModule({ moduleFile }: ModuleCheck): Promise<OwnOptions> {
  const module = await load(moduleFile);
  const { controllers, invariants = INVARIANTS, workload, world, features, kinds } = module;
  if (!Array.isArray(controllers) || controllers.length === 0 || !controllers.every(isController)) {
    throw new CheckModuleError(
      "must export controllers, a list of { name, watches, start } as jobsim/testing describes them",
    );
  }
  if (!Array.isArray(invariants) || !invariants.every(isInvariant)) {
    throw new CheckModuleError("invariants must be a list of { id, sentence, source, watch }");
  }
  if (workload !== undefined && typeof workload !== "function") {
    throw new CheckModuleError("workload must be a function that draws a world");
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

async function load(file: string): Promise<Partial<CheckModule>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = file.endsWith(".ts") ? " (Node reads TypeScript from 22.18 on; write .mjs for older ones)" : "";
    throw new CheckModuleError(`cannot be loaded${hint}: ${message}`);
  }
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
