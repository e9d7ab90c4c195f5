/** Writes a plan as a scenario: loading the result gives a plan with the same digest. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { TimedAction } from "../../simulation/actions/table.ts";
import { EPOCH_MS, type SimulationPlan, type UserRetry } from "../../simulation/plan.ts";
import { writeSchedule } from "../compile-schedule.ts";
import { formatDuration } from "../duration.ts";
import { writeEvent } from "../events/table.ts";
import { API_VERSION, SCENARIO_KIND } from "../file-kinds.ts";
import { refOf } from "../manifests.ts";
import { writeCluster } from "./write-cluster.ts";
import { writeControlPlane } from "./write-control-plane.ts";
import { writePods } from "./write-pods.ts";

/** Parts of a plan that belong to recordings and experiments, and cannot be written to a file. */
const UNWRITTEN = [
  "chance",
  "kubelet",
  "commitsUnchanged",
  "undisturbed",
  "keepsUnowned",
  "createsOver",
  "clientFaults",
] as const satisfies readonly (keyof SimulationPlan)[];

type Creation = Pick<TimedAction<"createJob">, "atMs" | "manifest">;

/**
 * The scenario of a plan, as the value of a YAML or JSON file.
 *
 * @throws RangeError if the plan has something that a scenario cannot express
 */
export function writeScenario(plan: SimulationPlan): JsonObject {
  const { seed, kubernetes, switches, untilMs, pods, cluster, disturbances = [] } = plan;
  const unwritten = UNWRITTEN.find((part) => plan[part] !== undefined);
  if (unwritten !== undefined) throw new RangeError(`a scenario cannot express ${unwritten} of a plan`);
  const { jobs, actions } = split(plan.actions);
  const events = [...actions, ...disturbances].map(writeEvent);
  const written = pods === undefined ? {} : writePods(pods);
  return {
    apiVersion: API_VERSION,
    kind: SCENARIO_KIND,
    seed,
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(switches === undefined ? {} : { switches }),
    ...(plan.epochMs === EPOCH_MS ? {} : { startTime: new Date(plan.epochMs).toISOString().replace(".000Z", "Z") }),
    ...(untilMs === undefined ? {} : { until: formatDuration(untilMs) }),
    ...(plan.kinds === undefined ? {} : { kinds: plan.kinds.map((each) => ({ ...each })) }),
    jobs: jobs.map((job) => writeJob(job, plan.retries ?? [])),
    ...(Object.keys(written).length === 0 ? {} : { pods: written }),
    ...(events.length === 0 ? {} : { events }),
    ...writeControlPlane(plan),
    ...(plan.schedule === undefined ? {} : { schedule: writeSchedule(plan.schedule) }),
    ...(cluster === undefined ? {} : { cluster: writeCluster(cluster) }),
  };
}

/**
 * The Jobs that go into `jobs`, and what goes into `events`. At one instant the Jobs of `jobs` are created first: a Job
 * that comes after something else is an event.
 */
function split(actions: readonly TimedAction[]): {
  readonly jobs: readonly Creation[];
  readonly actions: readonly TimedAction[];
} {
  const jobs: Creation[] = [];
  const others: TimedAction[] = [];
  for (const action of actions) {
    const comesFirst = others.every(({ atMs }) => atMs !== action.atMs);
    if (action.op === "createJob" && comesFirst) jobs.push(action);
    else others.push(action);
  }
  return { jobs, actions: others };
}

/** An entry of `jobs`, with what its user does when the Job fails. */
export function writeJob({ atMs, manifest }: Creation, retries: readonly UserRetry[]): JsonObject {
  const ref = isJsonObject(manifest) ? refOf(manifest) : undefined;
  const retry = retries.find(({ job }) => job.name === ref?.name && job.namespace === ref.namespace);
  return {
    ...(atMs === 0 ? {} : { at: formatDuration(atMs) }),
    manifest,
    ...(retry === undefined ? {} : { retry: { times: retry.times, after: formatDuration(retry.afterMs) } }),
  };
}
