/** Reads how pods behave from a request: the same keys, checks and words as in a scenario file. */

import type { JsonObject } from "../../api/json.ts";
import type { PodRules } from "../../kubelet/behaviour/rules.ts";
import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import { API_VERSION, SCENARIO_KIND } from "../../scenario/file-kinds.ts";
import { loadScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import { badRequest } from "../status.ts";

/** A scenario needs a Job; rules by pattern do not look at it. */
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
 * Compiles the rules of a request.
 *
 * @param pods what a scenario has under `pods`, with rules that match by `jobName`
 * @throws HttpError 400 that names each field that is wrong
 */
export function readBehaviours(pods: JsonObject): PodRules {
  const scenario = { apiVersion: API_VERSION, kind: SCENARIO_KIND, jobs: [{ manifest: SOME_JOB }], pods };
  try {
    const text = JSON.stringify(scenario);
    return loadScenario({ text, file: "behaviours", readFile: noFile }).plan.pods ?? NO_RULES;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw badRequest(error.problems.map(({ path, message }) => `${path ?? "pods"}: ${message}`).join("; "));
  }
}

function noFile(name: string): never {
  throw new Error(`a request does not read files, and ${name} is one`);
}
