/** What a server starts from: a scenario, manifests, or an empty cluster whose pods behave as the flags say. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import { writeTraits } from "../../scenario/write/write-pods.ts";
import { writeJob } from "../../scenario/write/write-scenario.ts";
import { EPOCH_MS, type SimulationPlan } from "../../simulation/plan.ts";
import type { Environment } from "../environment.ts";
import type { ServeFlags } from "./serve-flags.ts";

export interface StartingPoint {
  readonly plan: SimulationPlan;
  /** The same as a scenario, to which what clients do can be added. */
  readonly base: JsonObject;
}

const DEFAULT_SEED = "1";

/**
 * Loads what a server starts from.
 *
 * @throws InputError where the file or a flag is wrong
 */
export async function loadStart(
  file: string | undefined,
  flags: ServeFlags,
  environment: Environment,
): Promise<StartingPoint> {
  const overrides = parseFlags(flags);
  const given = writeTraits(overrides.traits);
  if (file === undefined) {
    const seed = overrides.seed ?? DEFAULT_SEED;
    const { kubernetes } = overrides;
    const release = kubernetes === undefined ? {} : { kubernetes };
    return {
      plan: { epochMs: EPOCH_MS, seed, actions: [], pods: { default: overrides.traits, rules: [] }, ...release },
      base: { ...release, pods: { default: given } },
    };
  }
  const text = file === "-" ? await environment.readStdin() : environment.readFile(file);
  const {
    plan,
    jobs,
    document = {},
  } = loadScenario({
    text,
    file,
    readFile: environment.readFile,
    flags: overrides,
    waitsForClients: true,
  });
  // What they stood for is in its place already.
  const { include: _include, parameters: _parameters, ...written } = document;
  const pods = isJsonObject(written.pods) ? written.pods : {};
  const before = isJsonObject(pods.default) ? pods.default : {};
  const base = {
    ...written,
    ...(plan.kubernetes === undefined ? {} : { kubernetes: plan.kubernetes }),
    jobs: jobs.map((job) => writeJob(job, plan.retries ?? [])),
    pods: { ...pods, default: { ...before, ...given } },
  };
  return { plan, base };
}
