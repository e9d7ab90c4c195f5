/** From the compiled parts of a scenario to its plan under a seed. */

import type { JsonObject } from "../api/json.ts";
import { vouchedFor } from "../kubelet/behaviour/good-rules.ts";
import { laidOver, settled } from "../kubelet/behaviour/laid-over.ts";
import type { PodRules, PodTraits } from "../kubelet/behaviour/rules.ts";
import { EPOCH_MS, type SimulationPlan, type TimedAction } from "../simulation/plan.ts";
import type { Release } from "../simulation/releases/releases.ts";
import type { Switches } from "../simulation/switches.ts";
import type { ChanceExpectation } from "./chance.ts";
import { type BackgroundLoad, backgroundUnder } from "./compile-background.ts";
import { type CompiledCluster, outagesUnder } from "./compile-cluster.ts";
import type { ControlPlane } from "./compile-faults.ts";
import { suspendedForQueue } from "./compile-queues.ts";
import type { WorldParts } from "./compile-world.ts";
import type { Expectation } from "./expectation.ts";
import type { Overrides } from "./flags.ts";
import type { LoadedViolation } from "./found-violation.ts";
import { type JobGroup, jobsOf } from "./job-groups.ts";
import { mainContainersOf } from "./main-containers.ts";
import type { ScenarioInput } from "./schema.ts";

/** The compiled form of a scenario, or of manifests. */
export interface Parts {
  readonly document?: JsonObject | undefined;
  readonly scenario?: ScenarioInput;
  readonly groups: readonly JobGroup[];
  readonly actions: readonly TimedAction[];
  readonly rules: PodRules;
  readonly untilMs?: number | undefined;
  readonly expectations: readonly Expectation[];
  readonly chances?: readonly ChanceExpectation[];
  readonly cluster?: CompiledCluster | undefined;
  readonly background?: readonly BackgroundLoad[];
  readonly violation?: LoadedViolation | undefined;
  readonly process?: ControlPlane;
  readonly world?: WorldParts;
  readonly release?: { readonly kubernetes: Release | undefined; readonly switches: Partial<Switches> | undefined };
}

/** Everything that is drawn depends on the seed and nothing else. */
export function planUnder(seed: string, parts: Parts, flags: Overrides | undefined): SimulationPlan {
  const { groups, actions, rules, untilMs, process, world, cluster, background = [] } = parts;
  const until = flags?.untilMs ?? untilMs;
  const kubernetes = flags?.kubernetes ?? parts.release?.kubernetes;
  const switches = parts.release?.switches;
  const creations = jobsOf(groups, seed).map(
    ({ kind, atMs, manifest }): TimedAction => ({
      atMs,
      op: `create${kind}`,
      manifest: kind === "Job" ? suspendedForQueue(manifest, process?.queues ?? []) : manifest,
    }),
  );
  const retries = groups.flatMap((group) => group.retries);
  return {
    epochMs: flags?.epochMs ?? world?.epochMs ?? EPOCH_MS,
    ...(world?.kubelet === undefined ? {} : { kubelet: world.kubelet }),
    ...(world?.clientFaults === undefined ? {} : { clientFaults: world.clientFaults }),
    seed,
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(switches === undefined ? {} : { switches }),
    ...(until === undefined ? {} : { untilMs: until }),
    // Sorting is stable: at one instant others come first, then Jobs, then events in the order of the file.
    actions: [...backgroundUnder(seed, background, until), ...creations, ...actions].sort((a, b) => a.atMs - b.atMs),
    ...(retries.length === 0 ? {} : { retries }),
    pods: vouchedFor({
      default: defaultTraits(rules.default, flags, groups),
      rules: [...background.map(({ rule }) => rule), ...rules.rules],
    }),
    ...process,
    ...(cluster === undefined ? {} : { cluster: clusterUnder(seed, cluster, until) }),
  };
}

function defaultTraits(ofFile: PodTraits, flags: Overrides | undefined, groups: readonly JobGroup[]): PodTraits {
  return flags === undefined ? ofFile : settled(laidOver(ofFile, flags.traits), leadersOf(groups));
}

/** The containers that come first in every Job and CronJob that has them. */
function leadersOf(groups: readonly JobGroup[]): ReadonlySet<string> {
  const pods = groups.flatMap(({ copies }) => copies[0] ?? []).map(mainContainersOf);
  const others = new Set(pods.flatMap(([_first, ...others]) => others));
  return new Set(pods.flatMap(([first]) => (first === undefined || others.has(first) ? [] : first)));
}

function clusterUnder(
  seed: string,
  cluster: CompiledCluster,
  untilMs: number | undefined,
): NonNullable<SimulationPlan["cluster"]> {
  const { spec, nodeObjects, pools, expander } = cluster;
  return {
    ...spec,
    outages: outagesUnder(seed, cluster, untilMs),
    ...(nodeObjects ? { nodeObjects } : {}),
    ...(pools === undefined ? {} : { pools }),
    ...(expander === undefined ? {} : { expander }),
  };
}
