/**
 * How the API of Jobs differs between Kubernetes releases, as named switches (semantics 10, sections 1.3 and 4).
 *
 * `simulation/releases/catalog.ts` describes what each switch does, since when, and which upstream change it follows.
 */

import type { PodFieldSet } from "./pod-fields.ts";

/** Whether a release does not know a field, knows but drops it because its feature gate is off, or accepts it. */
export type FieldSupport = "unknown" | "dropped" | "on";

/** The API behaviour of a release. */
export interface ApiSwitches {
  readonly podFailurePolicy: FieldSupport;
  /** Also `maxFailedIndexes` and the action `FailIndex`. */
  readonly backoffLimitPerIndex: FieldSupport;
  readonly podReplacementPolicy: FieldSupport;
  readonly successPolicy: FieldSupport;
  readonly managedBy: FieldSupport;
  /** Which fields pod templates have. */
  readonly podFields: PodFieldSet;
  /** Whether `completions` of an Indexed Job may change together with `parallelism`. */
  readonly elasticIndexed: boolean;
  /** Whether pods have the prefixed job-name and controller-uid labels in addition to the legacy ones. */
  readonly prefixedLabels: boolean;
  /** The label that a generated selector uses. */
  readonly selectorKey: "legacy" | "prefixed";
  /** Whether the annotation that marks tracking with finalizers is added and kept, only added, or unknown. */
  readonly trackingAnnotation: "kept" | "added" | "none";
  /** Whether an absent `manualSelector` becomes false. */
  readonly manualSelectorDefaulted: boolean;
  /** Which fields of the pod template of a suspended Job may change. */
  readonly mutableTemplate: "scheduling" | "schedulingAndGates" | "schedulingAndResources";
  /** Whether a generated name that is taken is generated again, on a copy of the Job. */
  readonly generateNameRetries: boolean;
  /** Whether there is a warning if the name of a new Job is not a DNS label. */
  readonly nameWarning: boolean;
  /** Whether there is a warning if a new Job has very many completions and very high parallelism. */
  readonly completionsWarning: boolean;
  /** Whether the schedule of a new CronJob may include a time zone. */
  readonly zoneInSchedule: "allowed" | "refused";
  /** Whether tables of CronJobs have the column `Timezone`. */
  readonly zoneColumn: boolean;
  /** Whether a Job that kubectl creates from a CronJob has it as its controller. */
  readonly manualJobControlled: boolean;
  /** Whether tables have the column `Status`, and whether it can show `SuccessCriteriaMet`. */
  readonly statusColumn: "none" | "plain" | "withSuccessCriteria";
  /** Which parts of a status write are validated strictly. */
  readonly strictStatusValidation: "counters" | "successPolicy" | "successCriteria" | "strict";
  /** The error messages for a changed start or completion time, and for uncounted pods of a finished Job. */
  readonly statusTexts: "first" | "reworded" | "startTimeImmutable";
  /** The error message for a text that is too long. */
  readonly tooLongText: "mustHaveAtMost" | "mayNotBeMoreThan";
  /** The unit in which messages give the maximum length of a label. */
  readonly labelLengthUnit: "characters" | "bytes";
}

/** The API of the newest patch release of Kubernetes 1.36, with default feature gates. */
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
