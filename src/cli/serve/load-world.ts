/** What a server starts from: a scenario, manifests, or an empty cluster whose pods behave as the flags say. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import type { Problem } from "../../scenario/problem.ts";
import { readDocuments } from "../../scenario/yaml-documents.ts";
import { EPOCH_MS, type SimulationPlan } from "../../simulation/plan.ts";
import type { Environment } from "../environment.ts";
import type { ServeFlags } from "./serve-flags.ts";

export interface StartingPoint {
  readonly plan: SimulationPlan;
  /** The same as a scenario, to which what clients do can be added. */
  readonly base: JsonObject;
}

const DEFAULT_SEED = "1";
const BEHAVIOUR_FLAGS = ["schedule", "start", "ready", "run", "exit"] as const;

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
  const given = defaultBehaviour(flags);
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
  const { plan, jobs } = loadScenario({ text, file, readFile: environment.readFile, flags: overrides });
  const document = scenarioIn(file, text);
  const pods = isJsonObject(document.pods) ? document.pods : {};
  const before = isJsonObject(pods.default) ? pods.default : {};
  const base = {
    ...document,
    ...(plan.kubernetes === undefined ? {} : { kubernetes: plan.kubernetes }),
    jobs: jobs.map(({ atMs, manifest }) => ({ at: `${atMs}ms`, manifest })),
    pods: { ...pods, default: { ...before, ...given } },
  };
  return { plan, base };
}

/** The document of a scenario file; empty for manifests. */
function scenarioIn(file: string, text: string): JsonObject {
  const problems: Problem[] = [];
  const [document] = readDocuments(file, text, problems);
  return isJsonObject(document?.value) && document.value.kind === "Scenario" ? document.value : {};
}

/** Flags as a scenario writes them. */
function defaultBehaviour(flags: ServeFlags): JsonObject {
  const given = BEHAVIOUR_FLAGS.flatMap((name): [string, unknown][] => {
    const text = flags[name];
    if (text === undefined) return [];
    return [[name, name === "exit" ? exitValue(text) : text]];
  });
  return Object.fromEntries(given);
}

function exitValue(text: string): unknown {
  if (!text.includes(":")) return Number(text);
  return Object.fromEntries(text.split(",").map((part) => part.split(":").map((piece) => piece.trim())));
}
