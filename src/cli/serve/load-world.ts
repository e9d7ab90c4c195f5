/** What a server starts from: a scenario, manifests, or an empty cluster whose pods behave as the flags say. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { API_VERSION, SCENARIO_KIND } from "../../scenario/file-kinds.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import { writeTraits } from "../../scenario/write/write-pods.ts";
import { writeJob } from "../../scenario/write/write-scenario.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Environment } from "../environment.ts";
import { readOneInput } from "../one-input.ts";
import { printSkipped } from "../run/play-loaded.ts";
import { TextFiles } from "../text-files.ts";
import type { ServeFlags } from "./serve-flags.ts";

export interface StartingPoint {
  readonly plan: SimulationPlan;
  /** The same as a scenario, to which the actions of clients can be added. */
  readonly base: JsonObject;
}

/** What a node of a server has room for: practically unlimited, but still a plausible node. */
const ROOM = { slots: 1_000, cpu: 1_000, memory: "4Ti" };
/** What the kubelet of every Linux node says of it: templates select nodes by these. */
const LABELS = { "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux" };

/**
 * Loads what a server starts from.
 *
 * @param paths files, folders or patterns; none for an empty cluster
 * @throws InputError if the file or a flag is wrong
 */
export async function loadStart(
  paths: readonly string[],
  flags: ServeFlags,
  environment: Environment,
): Promise<StartingPoint> {
  const { nowMs } = environment;
  const isNow = flags.startTime === "now";
  const overrides = parseFlags({ ...flags, startTime: isNow ? undefined : flags.startTime });
  const files = new TextFiles(environment);
  const { name, text, skipped } =
    paths.length === 0 ? { name: "serve", text: scenarioText({}), skipped: [] } : await readOneInput(paths, files);
  const input = { text, file: name, readFile: files.readNow, flags: overrides, waitsForClients: true };
  const loaded = loadScenario(input);
  printSkipped({ skipped: [...skipped, ...loaded.skipped] }, environment);
  const { plan, jobs, document = {} } = loaded;
  // What they were shorthand for has already been put in place.
  const { include: _include, parameters: _parameters, ...written } = document;
  const pods = isJsonObject(written.pods) ? written.pods : {};
  const before = isJsonObject(pods.default) ? pods.default : {};
  const isTold = overrides.epochMs !== undefined || (written.startTime !== undefined && !isNow);
  const world = worldOf(plan, isTold ? plan.epochMs : secondOf(nowMs()), flags);
  const controllers = flags.controllers ? undefined : withoutControllers(written, plan);
  const base = {
    ...written,
    ...controllers?.base,
    ...(plan.kubernetes === undefined ? {} : { kubernetes: plan.kubernetes }),
    jobs: jobs.map((job) => writeJob(job, plan.retries ?? [])),
    pods: { ...pods, default: { ...before, ...writeTraits(overrides.traits) } },
    ...world.base,
    ...(isJsonObject(written.cluster) ? { cluster: { ...written.cluster, nodeObjects: true } } : {}),
  };
  return { plan: { ...plan, ...controllers?.plan, ...world.plan }, base };
}

/** The world around the Jobs, from flags: the time, the nodes, and whether there is a kubelet. */
function worldOf({ cluster }: SimulationPlan, epochMs: number, { nodes, kubelet }: ServeFlags) {
  const startTime = new Date(epochMs).toISOString().replace(".000Z", "Z");
  const hasOwn = cluster !== undefined;
  const own =
    nodes === 0 || !kubelet || hasOwn
      ? {}
      : { cluster: { nodes: [{ count: nodes, ...ROOM, labels: LABELS }], nodeObjects: true } };
  const base = { startTime, ...(kubelet ? {} : { kubelet: "none" }), ...own };
  const { plan } = loadScenario({ text: scenarioText(base), file: "serve", readFile: noFile, waitsForClients: true });
  const objects = hasOwn ? { cluster: { ...cluster, nodeObjects: true } } : {};
  return {
    base,
    plan: {
      epochMs,
      ...(plan.cluster && { cluster: plan.cluster }),
      ...(plan.kubelet && { kubelet: plan.kubelet }),
      ...objects,
    } satisfies Partial<SimulationPlan>,
  };
}

/** The control plane without its controllers; other settings stay. */
function withoutControllers({ controllerManager }: JsonObject, plan: SimulationPlan) {
  const settings = isJsonObject(controllerManager) ? controllerManager : {};
  return {
    base: { controllerManager: { ...settings, controllers: "none" } },
    plan: { controllerManager: { ...plan.controllerManager, controllers: "none" } } satisfies Partial<SimulationPlan>,
  };
}

function scenarioText(content: JsonObject): string {
  return JSON.stringify({ apiVersion: API_VERSION, kind: SCENARIO_KIND, ...content });
}

function noFile(name: string): never {
  throw new Error(`a server reads no files for its world, and ${name} is one`);
}

function secondOf(instantMs: number): number {
  return Math.floor(instantMs / 1000) * 1000;
}
