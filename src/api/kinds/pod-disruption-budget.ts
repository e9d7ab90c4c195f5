/** The kind PodDisruptionBudget (policy/v1): how many pods of an application may be evicted at once. */

import type { KubeObject, LabelSelector, PodCondition, Timestamp } from "../types.ts";
import { kind } from "./kind.ts";

/** The spec of a PodDisruptionBudget. */
export interface PodDisruptionBudgetSpec {
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
  readonly selector?: LabelSelector;
  readonly unhealthyPodEvictionPolicy?: "IfHealthyBudget" | "AlwaysAllow";
}

/** The status of a PodDisruptionBudget. */
export interface PodDisruptionBudgetStatus {
  readonly observedGeneration?: number;
  /** Pods whose eviction was allowed and that have not been seen deleted yet. */
  readonly disruptedPods?: Readonly<Record<string, Timestamp>>;
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly expectedPods: number;
  readonly conditions?: readonly PodCondition[];
}

/** A PodDisruptionBudget of policy/v1. */
export interface PodDisruptionBudget extends KubeObject {
  readonly apiVersion: "policy/v1";
  readonly kind: "PodDisruptionBudget";
  readonly spec?: PodDisruptionBudgetSpec;
  readonly status?: PodDisruptionBudgetStatus;
}

/** The kind PodDisruptionBudget. */
export const POD_DISRUPTION_BUDGET = kind<PodDisruptionBudget>({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  shortNames: ["pdb"],
  strategy: { generationFields: ["spec"], allowUnconditionalUpdate: false },
});
