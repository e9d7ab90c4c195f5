/** From `controllerManager` of a scenario file to settings of a plan. */

import type { SimulationPlan } from "../simulation/plan.ts";
import { compileDuration } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import { type ControllerManagerInput, KUBE_API_DEFAULTS } from "./schema-controller-manager.ts";

/** Compiles the settings, if there are any; if one half of a limit is given, the other has Kubernetes' default. */
export function compileControllerManager(
  input: ControllerManagerInput | undefined,
  reporter: Reporter,
): Pick<SimulationPlan, "controllerManager" | "apiLatencyMs"> {
  if (input === undefined) return {};
  const { concurrentJobSyncs, kubeAPIQPS, kubeAPIBurst, apiLatency, terminatedPodGCThreshold, controllers } = input;
  const limited = kubeAPIQPS !== undefined || kubeAPIBurst !== undefined;
  const { qps, burst } = KUBE_API_DEFAULTS;
  const controllerManager = {
    ...(concurrentJobSyncs === undefined ? {} : { concurrentJobSyncs }),
    ...(terminatedPodGCThreshold === undefined ? {} : { terminatedPodThreshold: terminatedPodGCThreshold }),
    ...(controllers === "none" ? { controllers } : {}),
    ...(limited ? { kubeApi: { qps: kubeAPIQPS ?? qps, burst: kubeAPIBurst ?? burst } } : {}),
  };
  return {
    ...(Object.keys(controllerManager).length === 0 ? {} : { controllerManager }),
    ...(apiLatency === undefined
      ? {}
      : { apiLatencyMs: compileDuration(apiLatency, ["controllerManager", "apiLatency"], reporter) }),
  };
}
