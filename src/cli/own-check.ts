/** Your own controllers in `jobsim check` and `replay`: those of a module, or Go programs. */

import path from "node:path";
import { InputError } from "../scenario/problem.ts";
import type { OwnOptions } from "../testing/check.ts";
import { type ModuleCheck, optionsOfModule } from "../testing/check-module.ts";
import { OwnModuleError } from "../testing/own-module.ts";
import type { OwnCheck } from "../testing/parallel-check.ts";
import type { GoCheckFlags } from "./go/shared-check.ts";

export interface OwnFlags extends GoCheckFlags {
  /** A module with controllers, invariants and a workload. */
  readonly module?: string;
  /** How long nothing may happen in a run, seconds of real time; 0 for any time. */
  readonly patience?: number;
}

/**
 * What a check has in addition to what every check has; nothing if no controller and no invariants are given.
 *
 * @throws InputError if a file is not what it should be
 */
export async function ownCheck(flags: OwnFlags): Promise<OwnCheck | undefined> {
  const { module } = flags;
  if (module === undefined) return (await import("./go/shared-check.ts")).ownCheck(flags);
  // The package has all of its entries in one folder.
  const name = import.meta.url.endsWith(".ts") ? "../testing/module-check-worker.ts" : "./module-check-worker.js";
  const data: ModuleCheck = { moduleFile: path.resolve(module) };
  return { options: await moduleOptions(module, data, flags), worker: new URL(name, import.meta.url), data };
}

/** The same for one run in this thread. */
export async function ownOptions(flags: OwnFlags): Promise<OwnOptions> {
  const { module } = flags;
  if (module === undefined) return (await import("./go/shared-check.ts")).ownOptions(flags);
  return moduleOptions(module, { moduleFile: path.resolve(module) }, flags);
}

async function moduleOptions(file: string, data: ModuleCheck, flags: OwnFlags): Promise<OwnOptions> {
  if ((flags.go ?? []).length > 0 || flags.invariants !== undefined) {
    const message = "stands alone: it exports its invariants, and plays no programs of --go";
    throw new InputError([{ file: "--module", message }]);
  }
  try {
    return await optionsOfModule(data);
  } catch (error) {
    if (!(error instanceof OwnModuleError)) throw error;
    throw new InputError([{ file, message: error.message }]);
  }
}
