/** A Job (batch/v1). */
import { list, optional, pointer, required, requiredList, type TypeTable } from "./field.ts";

export const jobTypes = {
  Job: {
    apiVersion: optional("string", "Always batch/v1."),
    kind: optional("string", "Always Job."),
    metadata: required("ObjectMeta", "Name, labels and what the server knows of every object."),
    spec: required("JobSpec", "What is to run, how often, and when to give up."),
    status: required("JobStatus", "What the controller wrote last; only the status subresource writes it."),
  },
  JobSpec: {
    parallelism: pointer("int32", "Most pods that may be active at once, from 0; 1 where absent."),
    completions: pointer(
      "int32",
      "Successes needed, from 0; absent with parallelism set: one success ends a work queue.",
    ),
    activeDeadlineSeconds: pointer(
      "int64",
      "The Job fails once it was active for this long, from 0; no limit where absent.",
    ),
    podFailurePolicy: optional("PodFailurePolicy", "Rules that decide what a failed pod means; cannot change."),
    successPolicy: optional(
      "SuccessPolicy",
      "Rules that call the Job done before all indexes succeeded; Indexed only.",
    ),
    backoffLimit: pointer(
      "int32",
      "Failed pods after which the Job fails, from 0; 6, or no limit with a limit per index.",
    ),
    backoffLimitPerIndex: pointer(
      "int32",
      "Failed pods after which one index fails, from 0; Indexed only; cannot change.",
    ),
    maxFailedIndexes: pointer(
      "int32",
      "Failed indexes, from 0, beyond which the whole Job fails; needs backoffLimitPerIndex.",
    ),
    selector: optional("LabelSelector", "Selects the pods of the Job; generated unless manualSelector is true."),
    manualSelector: pointer(
      "bool",
      "Whether the user takes care that selector and labels are unique; false where absent.",
    ),
    template: required("PodTemplateSpec", "The pods to create; restartPolicy must be Never or OnFailure."),
    ttlSecondsAfterFinished: pointer(
      "int32",
      "A finished Job is deleted this long after it finished, from 0; kept where absent.",
    ),
    completionMode: pointer("string", "NonIndexed: any success counts; Indexed: each index from 0 must succeed once."),
    suspend: pointer("bool", "While true no pods are created, and running ones are deleted; false where absent."),
    podReplacementPolicy: pointer(
      "string",
      "When a pod is replaced: TerminatingOrFailed at once, Failed when it has ended.",
    ),
    managedBy: pointer("string", "Another controller that manages the Job, as domain/path; cannot change."),
  },
  PodFailurePolicy: {
    rules: requiredList("PodFailurePolicyRule", {
      doc: "At most 20 rules; the first that matches a failed pod decides.",
    }),
  },
  PodFailurePolicyRule: {
    action: required("string", "FailJob, FailIndex, Ignore or Count."),
    onExitCodes: optional("PodFailurePolicyOnExitCodesRequirement", "Matches by the exit codes of containers."),
    onPodConditions: list("PodFailurePolicyOnPodConditionsPattern", {
      doc: "Matches where the pod has one of these conditions, at most 20.",
    }),
  },
  PodFailurePolicyOnExitCodesRequirement: {
    containerName: pointer("string", "The container to look at; all where absent."),
    operator: required("string", "In: a listed code matches; NotIn: any other failure does."),
    values: requiredList("int32", { doc: "1 to 255 exit codes, ascending; In cannot list 0." }),
  },
  PodFailurePolicyOnPodConditionsPattern: {
    type: required("string", "The type of the condition."),
    status: required("string", "The status it must have; True where absent."),
  },
  SuccessPolicy: {
    rules: requiredList("SuccessPolicyRule", {
      doc: "1 to 20 rules; the first that is met ends the Job with success.",
    }),
  },
  SuccessPolicyRule: {
    succeededIndexes: pointer("string", "Indexes that must succeed, such as 0,2-4."),
    succeededCount: pointer("int32", "How many of these indexes (or of all) must succeed."),
  },
  JobStatus: {
    conditions: list("JobCondition", {
      mergeKey: "type",
      doc: "Suspended, Complete, Failed and what leads up to them.",
    }),
    startTime: pointer("timestamp", "When the controller first saw the Job unsuspended; cleared when it is suspended."),
    completionTime: pointer("timestamp", "When the Job completed; never set for a failed Job."),
    active: optional("int32", "Pods that are pending or running and not being deleted."),
    succeeded: optional("int32", "Pods that succeeded, or completed indexes of an Indexed Job."),
    failed: optional("int32", "Pods that failed and were counted; never decreases."),
    terminating: pointer("int32", "Pods that are being deleted and have not ended."),
    completedIndexes: optional("string", "Indexes that succeeded, such as 1,3-5,7."),
    failedIndexes: pointer("string", "Indexes that failed for good; only with backoffLimitPerIndex."),
    uncountedTerminatedPods: optional("UncountedTerminatedPods", "Pods that ended but are not in the counters yet."),
    ready: pointer("int32", "Active pods whose condition Ready is true."),
  },
  JobCondition: {
    type: required("string", "What the condition is about."),
    status: required("string", "True, False or Unknown."),
    lastProbeTime: required("timestamp", "When the condition was last looked at."),
    lastTransitionTime: required("timestamp", "When its status last changed."),
    reason: optional("string", "One word that says why."),
    message: optional("string", "A sentence that says why."),
  },
  UncountedTerminatedPods: {
    succeeded: list("string", { doc: "UIDs of pods that succeeded." }),
    failed: list("string", { doc: "UIDs of pods that failed." }),
  },
} as const satisfies TypeTable;
