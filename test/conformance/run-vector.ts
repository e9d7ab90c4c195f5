/** Plays one recorded vector and says whether the run is the same. */

import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { compareRefusal, firstDifference } from "./compare.ts";
import { cronJobApiDifference, isCronJobApiVector } from "./cron-job-api-vector.ts";
import { cronJobDifference, isCronJobVector } from "./cron-job-vector.ts";
import { isNodeVector } from "./node-vector.ts";
import { runNodeVector } from "./play-nodes.ts";
import { firstNodeExampleDifference, isNodeExample } from "./pods/node-example.ts";
import { firstFactDifference, isPhaseFact } from "./pods/phase-fact.ts";
import { firstExampleDifference, isPodExample } from "./pods/pod-example.ts";
import { firstPodDifference, isPodTrace } from "./pods/pod-trace.ts";
import { isProtobufVector, runProtobufVector } from "./protobuf-vector.ts";
import { isSchedulingFact } from "./scheduler/facts/fact.ts";
import { factDifference } from "./scheduler/facts/run-fact.ts";
import { schedulerDifference } from "./scheduler/play-recording.ts";
import { isSchedulerVector } from "./scheduler/recording.ts";
import { firstDeviation, isThrottleVector } from "./throttle-vector.ts";
import { traceOf } from "./trace-of.ts";
import { behavioursOf, type Expectation, isTraceVector, planOf, type TraceVector } from "./trace-vector.ts";
import type { RecordedJson } from "./vectors.ts";

export interface VectorResult {
  readonly name: string;
  /** The first difference, or why the vector could not be played; `undefined` where it passed. */
  readonly difference: string | undefined;
}

export function runVector(vector: RecordedJson): VectorResult {
  if (isNodeVector(vector)) return runNodeVector(vector);
  if (isThrottleVector(vector)) {
    const { jobs, podsPerJob, kubeAPIQPS } = vector;
    const name = `${jobs} Jobs of ${podsPerJob} pods at ${kubeAPIQPS} requests a second`;
    return { name, difference: firstDeviation(vector) };
  }
  if (isProtobufVector(vector)) return runProtobufVector(vector);
  if (isCronJobApiVector(vector)) return { name: vector.vector.name, difference: cronJobApiDifference(vector) };
  if (isSchedulingFact(vector)) return { name: vector.id, difference: factDifference(vector) };
  if (isSchedulerVector(vector)) return { name: vector.scenario.id, difference: schedulerDifference(vector) };
  if (isPodTrace(vector)) return { name: vector.scenario.name, difference: firstPodDifference(vector) };
  if (isNodeExample(vector)) return { name: vector.name, difference: firstNodeExampleDifference(vector) };
  if (isPodExample(vector)) return { name: vector.name, difference: firstExampleDifference(vector) };
  if (isPhaseFact(vector)) return { name: vector.id, difference: firstFactDifference(vector) };
  if (isCronJobVector(vector)) return { name: vector.scenario.name, difference: cronJobDifference(vector) };
  if (!isTraceVector(vector)) {
    const name = typeof vector.name === "string" ? vector.name : "(unnamed)";
    return { name, difference: `this kind of vector is not supported yet (${kindOf(vector)})` };
  }
  const { name, kubernetes } = vector.scenario;
  let firstFound: string | undefined = `Kubernetes ${kubernetes} is not supported yet`;
  for (const [at, behaviour] of behavioursOf(vector).entries()) {
    const plan = planOf(vector, behaviour);
    const difference = typeof plan === "string" ? plan : playAndCompare(vector, plan);
    if (difference === undefined) return { name, difference };
    if (at === 0) firstFound = difference;
  }
  return { name, difference: firstFound };
}

function playAndCompare({ scenario, expect }: TraceVector, plan: SimulationPlan): string | undefined {
  const simulation = simulate(plan);
  if (expect.createError !== undefined) return compareRefusal(expect.createError, simulation);
  const trace = traceOf(simulation);
  if (scenario.kubernetes === undefined) return firstDifference(expect, trace);
  return firstDifference(withoutConflicts(expect), withoutConflicts(trace));
}

/** In old releases the number of conflicts is a matter of chance: recordings of releases leave them out. */
function withoutConflicts(expectation: Expectation): Expectation {
  return { ...expectation, trace: expectation.trace.filter(({ k }) => k !== "conflict") };
}

function kindOf(vector: RecordedJson): string {
  if ("steps" in vector) return "API flow";
  if ("watch" in vector) return "watch flow";
  return `keys ${Object.keys(vector).join(", ")}`;
}
