/**
 * What differs between Kubernetes releases in the API of Jobs, as named switches (semantics 10, sections 1.3 and 4).
 *
 * What each switch does, since when, and what changed it upstream is described in `simulation/releases/catalog.ts`.
 */

import type { PodFieldSet } from "./pod-fields.ts";

/** A field that a release does not know, knows but drops because its feature gate is off, or accepts. */
export type FieldSupport = "unknown" | "dropped" | "on";

export interface ApiSwitches {
  readonly podFailurePolicy: FieldSupport;
  /** Also `maxFailedIndexes` and the action `FailIndex`. */
  readonly backoffLimitPerIndex: FieldSupport;
  readonly podReplacementPolicy: FieldSupport;
  readonly successPolicy: FieldSupport;
  readonly managedBy: FieldSupport;
  /** Whose fields pod templates have. */
  readonly podFields: PodFieldSet;
  /** Whether `completions` of an Indexed Job may change together with `parallelism`. */
  readonly elasticIndexed: boolean;
  /** Whether pods carry the prefixed job-name and controller-uid labels beside the legacy ones. */
  readonly prefixedLabels: boolean;
  /** The label by which a generated selector selects. */
  readonly selectorKey: "legacy" | "prefixed";
  /** The annotation that marks a Job as tracked with finalizers: added and kept for good, only added, or unknown. */
  readonly trackingAnnotation: "kept" | "added" | "none";
  /** Whether an absent `manualSelector` becomes false. */
  readonly manualSelectorDefaulted: boolean;
  /** What may change in the pod template of a suspended Job. */
  readonly mutableTemplate: "scheduling" | "schedulingAndGates" | "schedulingAndResources";
  /** Whether a generated name that is taken is drawn again, on a copy of the Job. */
  readonly generateNameRetries: boolean;
  /** Whether a Job whose name is no DNS label is created with a warning. */
  readonly nameWarning: boolean;
  /** Whether a Job with very many completions and pods at once is created with a warning. */
  readonly completionsWarning: boolean;
  /** Whether the schedule of a new CronJob may name its time zone. */
  readonly zoneInSchedule: "allowed" | "refused";
  /** Whether tables of CronJobs have the column `Timezone`. */
  readonly zoneColumn: boolean;
  /** Whether a Job that kubectl creates from a CronJob is controlled by it. */
  readonly manualJobControlled: boolean;
  /** Whether tables have the column `Status`, and whether it says `SuccessCriteriaMet`. */
  readonly statusColumn: "none" | "plain" | "withSuccessCriteria";
  /** How strict status writes are: counters alone, the success criteria as well, or everything. */
  readonly strictStatusValidation: "counters" | "successPolicy" | "successCriteria" | "strict";
  /** The words for a changed start or completion time, and for pods left uncounted. */
  readonly statusTexts: "first" | "reworded" | "startTimeImmutable";
  /** The words for a text that is too long. */
  readonly tooLongText: "mustHaveAtMost" | "mayNotBeMoreThan";
  /** What the length of a label is said to be counted in. */
  readonly labelLengthUnit: "characters" | "bytes";
}

/** The API of the newest patch release of Kubernetes 1.36 with default feature gates. */
export const CURRENT_API: ApiSwitches = {
  podFailurePolicy: "on",
  backoffLimitPerIndex: "on",
  podReplacementPolicy: "on",
  successPolicy: "on",
  managedBy: "on",
  podFields: "1.36",
  elasticIndexed: true,
  prefixedLabels: true,
  selectorKey: "prefixed",
  trackingAnnotation: "none",
  manualSelectorDefaulted: true,
  mutableTemplate: "schedulingAndResources",
  generateNameRetries: true,
  nameWarning: true,
  completionsWarning: true,
  zoneInSchedule: "refused",
  zoneColumn: true,
  manualJobControlled: true,
  statusColumn: "withSuccessCriteria",
  strictStatusValidation: "strict",
  statusTexts: "startTimeImmutable",
  tooLongText: "mayNotBeMoreThan",
  labelLengthUnit: "bytes",
};
