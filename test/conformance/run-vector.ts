/** Plays one recorded vector and says whether the run is the same. */

import { simulate } from "../../src/simulation/simulation.ts";
import { firstDifference } from "./compare.ts";
import { traceOf } from "./trace-of.ts";
import { behavioursOf, isTraceVector, planOf } from "./trace-vector.ts";
import { isRecord, type RecordedJson } from "./vectors.ts";

export interface VectorResult {
  readonly name: string;
  /** The first difference, or why the vector could not be played; `undefined` where it passed. */
  readonly difference: string | undefined;
}

export function runVector(vector: RecordedJson): VectorResult {
  if (!isTraceVector(vector)) {
    const name = typeof vector.name === "string" ? vector.name : "(unnamed)";
    return { name, difference: `this kind of vector is not supported yet (${kindOf(vector)})` };
  }
  const { name, kubernetes } = vector.scenario;
  let firstFound: string | undefined = `Kubernetes ${kubernetes} is not supported yet`;
  for (const [at, switches] of behavioursOf(vector).entries()) {
    const plan = planOf(vector, switches);
    const difference = typeof plan === "string" ? plan : firstDifference(vector.expect, traceOf(simulate(plan)));
    if (difference === undefined) return { name, difference };
    if (at === 0) firstFound = difference;
  }
  return { name, difference: firstFound };
}

function kindOf(vector: RecordedJson): string {
  if ("steps" in vector) return "API flow";
  if ("watch" in vector) return "watch flow";
  if ("records" in vector && isRecord(vector)) return "throttled burst";
  return `keys ${Object.keys(vector).join(", ")}`;
}
