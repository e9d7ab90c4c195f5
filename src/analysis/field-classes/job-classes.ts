/** The fields of a Job, down to its pod template. */

import type { ClassTable } from "./field-class.ts";

export const JOB_CLASSES: ClassTable = {
  Job: { simulated: ["apiVersion", "kind", "metadata", "spec"], noEffect: ["status"] },
  ObjectMeta: {
    simulated: ["name", "generateName", "namespace", "labels", "annotations", "ownerReferences", "finalizers"],
    // What the server sets, or no longer supports.
    noEffect: [
      ...["selfLink", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp"],
      ...["deletionGracePeriodSeconds", "managedFields"],
    ],
  },
  OwnerReference: { simulated: ["apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"] },
  JobSpec: {
    simulated: [
      ...["parallelism", "completions", "activeDeadlineSeconds", "podFailurePolicy", "successPolicy", "backoffLimit"],
      ...["backoffLimitPerIndex", "maxFailedIndexes", "selector", "manualSelector", "template"],
      ...["ttlSecondsAfterFinished", "completionMode", "suspend", "podReplacementPolicy", "managedBy"],
    ],
  },
  PodFailurePolicy: { simulated: ["rules"] },
  PodFailurePolicyRule: { simulated: ["action", "onExitCodes", "onPodConditions"] },
  PodFailurePolicyOnExitCodesRequirement: { simulated: ["containerName", "operator", "values"] },
  PodFailurePolicyOnPodConditionsPattern: { simulated: ["type", "status"] },
  SuccessPolicy: { simulated: ["rules"] },
  SuccessPolicyRule: { simulated: ["succeededIndexes", "succeededCount"] },
  LabelSelector: { simulated: ["matchLabels", "matchExpressions"] },
  LabelSelectorRequirement: { simulated: ["key", "operator", "values"] },
  PodTemplateSpec: { simulated: ["metadata", "spec"] },
};
