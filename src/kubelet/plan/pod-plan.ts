/** What the kubelet reads from a pod: a typed view of its spec, cached per spec. */

import { DEFAULT_GRACE_SECONDS } from "../../api/constants.ts";
import { isJsonObject } from "../../api/json.ts";
import type { PodSpec } from "../../api/types.ts";
import { type ContainerPlan, planContainer } from "./container-plan.ts";

export interface PodPlan {
  readonly restartPolicy: string;
  /** Init containers and sidecars, in the order of the template. */
  readonly inits: readonly ContainerPlan[];
  readonly mains: readonly ContainerPlan[];
  readonly graceSeconds: number;
  readonly activeDeadlineSeconds: number | undefined;
  readonly readinessGates: readonly string[];
  readonly hasSidecars: boolean;
  /** Without readiness probes, a periodic resync never changes anything. */
  readonly hasReadinessProbes: boolean;
  /** Whether a container has a rule that restarts all containers. */
  readonly mayRestartAll: boolean;
}

const known = new WeakMap<readonly unknown[], { readonly spec: PodSpec; readonly plan: PodPlan }>();

/** The plan of a spec. Pods of a Job share their list of containers, and with it the plan. */
export function planPod(spec: PodSpec): PodPlan {
  const found = known.get(spec.containers);
  if (found !== undefined && isSamePlan(found.spec, spec)) return found.plan;
  const plan = readPod(spec);
  known.set(spec.containers, { spec, plan });
  return plan;
}

function isSamePlan(a: PodSpec, b: PodSpec): boolean {
  return (
    a.initContainers === b.initContainers &&
    a.restartPolicy === b.restartPolicy &&
    a.terminationGracePeriodSeconds === b.terminationGracePeriodSeconds &&
    a.activeDeadlineSeconds === b.activeDeadlineSeconds &&
    a.readinessGates === b.readinessGates
  );
}

function readPod(spec: PodSpec): PodPlan {
  const inits = (spec.initContainers ?? []).map((container, at) => planContainer(container, "initContainers", at));
  const mains = spec.containers.map((container, at) => planContainer(container, "containers", at));
  const gates: readonly unknown[] = Array.isArray(spec.readinessGates) ? spec.readinessGates : [];
  return {
    restartPolicy: spec.restartPolicy ?? "Always",
    inits,
    mains,
    graceSeconds: spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
    activeDeadlineSeconds: typeof spec.activeDeadlineSeconds === "number" ? spec.activeDeadlineSeconds : undefined,
    readinessGates: gates.flatMap((gate) =>
      isJsonObject(gate) && typeof gate.conditionType === "string" ? [gate.conditionType] : [],
    ),
    hasReadinessProbes: [...inits, ...mains].some(({ probes }) => probes.readiness !== undefined),
    hasSidecars: inits.some(({ role }) => role === "sidecar"),
    mayRestartAll: [...inits, ...mains].some(({ rules }) =>
      rules.some(({ action }) => action === "RestartAllContainers"),
    ),
  };
}
