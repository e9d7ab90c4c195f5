/** What differs between Kubernetes releases in the validation of Jobs. */

/** How strict status writes are: only counters; since 1.30 also the success criteria; since 1.32 everything. */
export type StatusStrictness = "counters" | "successCriteria" | "strict";

/**
 * What may change in the pod template of a suspended Job: before 1.36 what steers scheduling, until its first start;
 * since then also resources and all metadata, whenever nothing runs.
 */
export type TemplateMutability = "scheduling" | "schedulingAndResources";

export interface ValidationSwitches {
  readonly statusStrictness: StatusStrictness;
  readonly templateMutability: TemplateMutability;
  /** Whether `completions` of an Indexed Job may change together with `parallelism`. */
  readonly elasticIndexed: boolean;
  /** Whether pods carry the prefixed job-name and controller-uid labels beside the legacy ones. */
  readonly prefixedLabels: boolean;
}

/** Validation as in Kubernetes 1.36 with default feature gates. */
export const CURRENT_VALIDATION: ValidationSwitches = {
  statusStrictness: "strict",
  templateMutability: "schedulingAndResources",
  elasticIndexed: true,
  prefixedLabels: true,
};
