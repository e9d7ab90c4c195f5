/** Reads behaviours of pods and faults of requests, with the same keys, checks and messages as in a scenario file. */

import { isJsonList, type JsonObject } from "../../api/json.ts";
import type { PodRules } from "../../kubelet/behaviour/rules.ts";
import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import { API_VERSION, SCENARIO_KIND } from "../../scenario/file-kinds.ts";
import { loadScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import type { ClientFault } from "../../simulation/faults/client-fault.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { badRequest } from "../status.ts";

/** A scenario needs a Job, which rules by pattern do not read. */
const SOME_JOB = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "any" },
  spec: {
    completionMode: "Indexed",
    completions: 1,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "any" }] } },
  },
};

/**
 * Compiles the behaviour rules of a request.
 *
 * @param pods the section `pods` of a scenario, with rules that match by `jobName`
 * @throws HttpError 400 that names each invalid field
 */
export function readBehaviours(pods: JsonObject): PodRules {
  return planWith({ pods }, "pods").pods ?? NO_RULES;
}

/**
 * Compiles the faults of a request.
 *
 * @param body with a list under `faults`
 * @throws HttpError 400 that names each invalid field
 */
export function readClientFaults({ faults }: JsonObject): readonly ClientFault[] {
  if (!isJsonList(faults)) throw badRequest("faults must be a list");
  return planWith({ clientFaults: faults }, "faults").clientFaults ?? [];
}

function planWith(part: JsonObject, name: string): SimulationPlan {
  const scenario = { apiVersion: API_VERSION, kind: SCENARIO_KIND, jobs: [{ manifest: SOME_JOB }], ...part };
  try {
    return loadScenario({ text: JSON.stringify(scenario), file: name, readFile: noFile }).plan;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw badRequest(error.problems.map(({ path, message }) => `${path ?? name}: ${message}`).join("; "));
  }
}

function noFile(name: string): never {
  throw new Error(`a request cannot refer to files such as ${name}`);
}
