/** Pods that need a deciding kubelet: with init containers, sidecars, probes and hooks. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { fixed } from "../../engine/distribution.ts";
import { always } from "../../kubelet/behaviour/exit-choice.ts";
import { type NamedContainerTraits, NO_RULES } from "../../kubelet/behaviour/rules.ts";
import { EVICTION_CAUSES } from "../../kubelet/kubelet-end.ts";
import type { SimulationPlan, TimedAction } from "../../simulation/plan.ts";
import { type Choices, chance, pick, type Source, several } from "../source.ts";
import { drawDuration } from "./pod-rules.ts";
import type { Scale } from "./scale.ts";

const PROBE: JsonObject = { exec: { command: ["check"] }, periodSeconds: 2, failureThreshold: 2 };
const SIDE_CAR: JsonObject = { name: "side", image: "example.com/side:1", restartPolicy: "Always" };
const INIT: JsonObject = { name: "init", image: "example.com/init:1" };
const HOOK: JsonObject = { preStop: { sleep: { seconds: 2 } } };

/** What may come first in a pod. */
const INITS: Choices<readonly JsonObject[]> = [
  [],
  [INIT],
  [SIDE_CAR],
  [INIT, SIDE_CAR],
  [{ ...SIDE_CAR, startupProbe: PROBE }, INIT],
];
const GRACE_SECONDS: Choices<number> = [30, 0, 1, 5];
const MOST_EVICTIONS = 3;

/** Gives the Jobs of a trial such pods, and says what their containers do. */
export function withFullPods(source: Source, scale: Scale, trial: SimulationPlan): SimulationPlan {
  const initContainers = pick(source, INITS);
  const main: JsonObject = {
    ...(chance(source, 30) ? { livenessProbe: PROBE } : {}),
    ...(chance(source, 30) ? { readinessProbe: PROBE } : {}),
    ...(chance(source, 20) ? { lifecycle: HOOK } : {}),
  };
  const own: JsonObject = {
    ...(initContainers.length === 0 ? {} : { initContainers: [...initContainers] }),
    terminationGracePeriodSeconds: pick(source, GRACE_SECONDS),
  };
  const { pods = NO_RULES } = trial;
  const containers = { side: drawSideCar(source, scale), ...pods.default.containers };
  return {
    ...trial,
    actions: trial.actions.map((action) => withTemplate(action, main, own)),
    pods: { ...pods, default: { ...pods.default, containers } },
  };
}

/** A sidecar runs until it is stopped, or ends now and then. */
function drawSideCar(source: Source, scale: Scale): NamedContainerTraits {
  const onTerm = chance(source, 20) ? ("ignore" as const) : { time: fixed(drawDuration(source, scale.stopMs)) };
  const startup = fixed(source.below(3000));
  if (chance(source, 70)) return { onTerm, startup };
  return { onTerm, startup, run: fixed(1000 + drawDuration(source, scale.runMs)), exit: always(source.below(2)) };
}

function withTemplate(action: TimedAction, main: JsonObject, own: JsonObject): TimedAction {
  if (action.op !== "createJob") return action;
  const { spec } = action.manifest;
  if (!isJsonObject(spec) || !isJsonObject(spec.template) || !isJsonObject(spec.template.spec)) return action;
  const pod = spec.template.spec;
  const [first] = Array.isArray(pod.containers) ? pod.containers : [];
  const containers = [{ ...(isJsonObject(first) ? first : {}), ...main }];
  const template = { ...spec.template, spec: { ...pod, ...own, containers } };
  return { ...action, manifest: { ...action.manifest, spec: { ...spec, template } } };
}

/** Kubelets evict some of the pods. */
export function withEvictions(source: Source, { activeMs }: Scale, trial: SimulationPlan): SimulationPlan {
  const jobs = trial.actions.flatMap((action) => (action.op === "createJob" ? [action.manifest] : []));
  const [first] = jobs;
  if (first === undefined) return trial;
  const name = isJsonObject(first.metadata) ? String(first.metadata.name) : "";
  const evictions = several(source, 1, MOST_EVICTIONS, (): TimedAction => {
    const pod = { job: { namespace: "default", name }, ordinal: source.below(5) };
    return { atMs: drawDuration(source, activeMs), op: "evictByKubelet", pod, cause: pick(source, EVICTION_CAUSES) };
  });
  const actions = [...trial.actions, ...evictions].sort((a, b) => a.atMs - b.atMs);
  return { ...trial, actions };
}
