/**
 * Kubernetes objects as the API server stores them: plain, deeply read-only JSON.
 *
 * Field names and meaning follow the `batch/v1` and `v1` references. An optional field is absent, never `undefined`.
 * Timestamps are RFC 3339 strings with whole seconds, which is the precision of the API.
 */

import type { LabelSelector, StringMap } from "./label-types.ts";
import type { ConditionStatus, ObjectMeta, Timestamp } from "./meta-types.ts";
import type { ContainerPort, ResourceList, ResourceRequirements, SchedulingSpec } from "./scheduling-types.ts";

export type { LabelSelector, LabelSelectorRequirement, StringMap } from "./label-types.ts";
export type { ConditionStatus, KubeObject, ObjectMeta, OwnerReference, Timestamp } from "./meta-types.ts";

// ---------------------------------------------------------------------------------------------------- batch/v1 Job

/** Whether the pods of a Job have completion indexes. */
export type CompletionMode = "NonIndexed" | "Indexed";
/** When a Job replaces pods: as soon as they are terminating, or once they have failed. */
export type PodReplacementPolicy = "TerminatingOrFailed" | "Failed";
/** The action of a rule of a pod failure policy. */
export type PodFailurePolicyAction = "FailJob" | "FailIndex" | "Ignore" | "Count";

/** A requirement on the exit codes of containers. */
export interface PodFailurePolicyOnExitCodes {
  readonly containerName?: string;
  readonly operator: string;
  readonly values: readonly number[];
}

/** A pattern for a condition of a pod. */
export interface PodFailurePolicyOnPodCondition {
  readonly type: string;
  readonly status: string;
}

/** A rule of a pod failure policy. */
export interface PodFailurePolicyRule {
  readonly action: string;
  readonly onExitCodes?: PodFailurePolicyOnExitCodes;
  readonly onPodConditions?: readonly PodFailurePolicyOnPodCondition[];
}

/** The pod failure policy of a Job. */
export interface PodFailurePolicy {
  readonly rules: readonly PodFailurePolicyRule[];
}

/** A rule of a success policy. */
export interface SuccessPolicyRule {
  readonly succeededIndexes?: string;
  readonly succeededCount?: number;
}

/** The success policy of a Job. */
export interface SuccessPolicy {
  readonly rules: readonly SuccessPolicyRule[];
}

/** The metadata of a pod template. */
export interface PodTemplateMeta {
  readonly name?: string;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly finalizers?: readonly string[];
}

/** A pod template. */
export interface PodTemplateSpec {
  readonly metadata?: PodTemplateMeta;
  readonly spec: PodSpec;
}

/** The spec of a Job as the API server stores it, with defaults. */
export interface JobSpec {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: CompletionMode;
  readonly backoffLimit?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly activeDeadlineSeconds?: number;
  readonly podFailurePolicy?: PodFailurePolicy;
  readonly successPolicy?: SuccessPolicy;
  readonly podReplacementPolicy?: PodReplacementPolicy;
  readonly suspend?: boolean;
  readonly ttlSecondsAfterFinished?: number;
  readonly selector?: LabelSelector;
  readonly manualSelector?: boolean;
  readonly managedBy?: string;
  readonly template: PodTemplateSpec;
}

/** The type of a condition of a Job. */
export type JobConditionType = "Suspended" | "Complete" | "Failed" | "FailureTarget" | "SuccessCriteriaMet";

/** A condition of a Job. */
export interface JobCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastProbeTime?: Timestamp;
  readonly lastTransitionTime?: Timestamp;
  readonly reason?: string;
  readonly message?: string;
}

/** UIDs of terminated pods that the counters of a Job's status do not include yet. */
export interface UncountedTerminatedPods {
  readonly succeeded?: readonly string[];
  readonly failed?: readonly string[];
}

/** The status of a Job. */
export interface JobStatus {
  readonly conditions?: readonly JobCondition[];
  readonly startTime?: Timestamp;
  readonly completionTime?: Timestamp;
  readonly active?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly terminating?: number;
  readonly ready?: number;
  readonly completedIndexes?: string;
  readonly failedIndexes?: string;
  readonly uncountedTerminatedPods?: UncountedTerminatedPods;
}

/** A Job of batch/v1. */
export interface Job {
  readonly apiVersion: "batch/v1";
  readonly kind: "Job";
  readonly metadata: ObjectMeta;
  readonly spec: JobSpec;
  readonly status: JobStatus;
}

// ------------------------------------------------------------------------------------------------ batch/v1 CronJob

/** What happens if a run of a CronJob is due while an earlier one is active. */
export type ConcurrencyPolicy = "Allow" | "Forbid" | "Replace";

/** The template of a CronJob's Jobs; defaults of Jobs are only applied when a Job is created. */
export interface JobTemplateSpec {
  readonly metadata?: PodTemplateMeta;
  readonly spec: JobSpec;
}

/** The spec of a CronJob as the API server stores it, with defaults. */
export interface CronJobSpec {
  readonly schedule: string;
  readonly timeZone?: string;
  readonly startingDeadlineSeconds?: number;
  readonly concurrencyPolicy?: ConcurrencyPolicy;
  readonly suspend?: boolean;
  readonly jobTemplate: JobTemplateSpec;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
}

/** A reference to an object. */
export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

/** The status of a CronJob. */
export interface CronJobStatus {
  readonly active?: readonly ObjectReference[];
  readonly lastScheduleTime?: Timestamp;
  readonly lastSuccessfulTime?: Timestamp;
}

/** A CronJob of batch/v1. */
export interface CronJob {
  readonly apiVersion: "batch/v1";
  readonly kind: "CronJob";
  readonly metadata: ObjectMeta;
  readonly spec: CronJobSpec;
  readonly status: CronJobStatus;
}

// ---------------------------------------------------------------------------------------------------------- v1 Pod

/** An environment variable of a container. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef?: { readonly apiVersion?: string; readonly fieldPath: string } };
}

/** A container of a pod. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly EnvVar[];
  readonly restartPolicy?: string;
  readonly resources?: ResourceRequirements;
  readonly ports?: readonly ContainerPort[];
  /** Fields that are stored but have no effect. */
  readonly [field: string]: unknown;
}

/** The spec of a pod. */
export interface PodSpec extends SchedulingSpec {
  readonly restartPolicy?: string;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly nodeName?: string;
  readonly hostname?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly activeDeadlineSeconds?: number;
  /** Fields that are stored but have no effect. */
  readonly [field: string]: unknown;
}

/** The phase of a pod. */
export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown" | "";

/** A condition of a pod. */
export interface PodCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastProbeTime?: Timestamp;
  readonly lastTransitionTime?: Timestamp;
  readonly reason?: string;
  readonly message?: string;
}

/** The state of a terminated container. */
export interface ContainerStateTerminated {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: Timestamp;
  readonly finishedAt?: Timestamp;
  readonly containerID?: string;
}

/** The state of a container. */
export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: Timestamp };
  readonly terminated?: ContainerStateTerminated;
}

/** The status of a container. */
export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly imageID?: string;
  readonly containerID?: string;
  readonly started?: boolean;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: ResourceList;
}

/** The status of a pod. */
export interface PodStatus {
  readonly phase?: PodPhase;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly PodCondition[];
  readonly nominatedNodeName?: string;
  readonly startTime?: Timestamp;
  readonly hostIP?: string;
  readonly hostIPs?: readonly { readonly ip: string }[];
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly qosClass?: string;
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: ResourceList;
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
}

/** A Pod of core/v1. */
export interface Pod {
  readonly apiVersion: "v1";
  readonly kind: "Pod";
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly status: PodStatus;
}
