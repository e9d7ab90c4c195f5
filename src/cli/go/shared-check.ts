/** A check of Go programs that worker threads share. */

import path from "node:path";
import { type GoCheck, optionsOfGoCheck } from "../../go/go-check.ts";
import { InputError } from "../../scenario/problem.ts";
import type { OwnOptions } from "../../testing/check.ts";
import { OwnModuleError } from "../../testing/own-module.ts";
import type { OwnCheck } from "../../testing/parallel-check.ts";
import type { GoFlags } from "./go-flags.ts";
import { readPrograms } from "./read-programs.ts";

export interface GoCheckFlags extends GoFlags {
  /** A module with its own invariants. */
  readonly invariants?: string;
}

/**
 * What a check has in addition to what every check has; nothing if no program and no invariants are given.
 *
 * @throws InputError if a file is not what it should be
 */
export async function ownCheck(flags: GoCheckFlags): Promise<OwnCheck | undefined> {
  const data = dataOf(flags);
  if (data === undefined) return undefined;
  // The package has all of its entries in one folder.
  const name = import.meta.url.endsWith(".ts") ? "../../go/check-worker.ts" : "./go-check-worker.js";
  return { options: await optionsOf(data, flags), worker: new URL(name, import.meta.url), data };
}

/** The same for one run in this thread. */
export async function ownOptions(flags: GoCheckFlags): Promise<OwnOptions> {
  const data = dataOf(flags);
  return data === undefined ? {} : optionsOf(data, flags);
}

function dataOf(flags: GoCheckFlags): GoCheck | undefined {
  const programs = readPrograms(flags);
  const { invariants } = flags;
  if (programs.length === 0 && invariants === undefined) return undefined;
  return { programs, ...(invariants === undefined ? {} : { invariantsFile: path.resolve(invariants) }) };
}

async function optionsOf(data: GoCheck, { go = [], invariants = "" }: GoCheckFlags): Promise<OwnOptions> {
  try {
    return await optionsOfGoCheck(data);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError([{ file: error instanceof OwnModuleError ? invariants : go.join(", "), message }]);
  }
}
