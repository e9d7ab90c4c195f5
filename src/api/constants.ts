/** Labels, annotations, finalizers, reasons, conditions and defaults of Jobs and pods in Kubernetes 1.36. */

/** The namespace of objects that name none. */
export const DEFAULT_NAMESPACE = "default";

/** Default of `terminationGracePeriodSeconds` (`DefaultTerminationGracePeriodSeconds`). */
export const DEFAULT_GRACE_SECONDS = 30;

/** Finalizer that keeps a pod in storage until the Job controller has counted it. */
export const JOB_TRACKING_FINALIZER = "batch.kubernetes.io/job-tracking";

/** Annotation (read by the controller) and label (for users) with a pod's completion index. */
export const COMPLETION_INDEX_ANNOTATION = "batch.kubernetes.io/job-completion-index";

export const JOB_NAME_LABEL = "batch.kubernetes.io/job-name";
export const LEGACY_JOB_NAME_LABEL = "job-name";
export const CONTROLLER_UID_LABEL = "batch.kubernetes.io/controller-uid";
export const LEGACY_CONTROLLER_UID_LABEL = "controller-uid";

/** How many counted failures came before this pod for the same index (`backoffLimitPerIndex` only). */
export const INDEX_FAILURE_COUNT_ANNOTATION = "batch.kubernetes.io/job-index-failure-count";
/** How many failures of the same index the pod failure policy ignored. */
export const INDEX_IGNORED_FAILURE_COUNT_ANNOTATION = "batch.kubernetes.io/job-index-ignored-failure-count";

/** The only `managedBy` value that the built-in controller acts on, apart from none. */
export const JOB_CONTROLLER_NAME = "kubernetes.io/job-controller";

export const COMPLETION_INDEX_ENV = "JOB_COMPLETION_INDEX";

/** Finalizers that block an object during foreground and orphan deletion. */
export const FOREGROUND_FINALIZER = "foregroundDeletion";
export const ORPHAN_FINALIZER = "orphan";

/** The types of Job conditions. */
export const JobConditions = {
  suspended: "Suspended",
  complete: "Complete",
  failed: "Failed",
  failureTarget: "FailureTarget",
  successCriteriaMet: "SuccessCriteriaMet",
} as const;

/** The reasons of Job conditions. */
export const JobReasons = {
  podFailurePolicy: "PodFailurePolicy",
  backoffLimitExceeded: "BackoffLimitExceeded",
  deadlineExceeded: "DeadlineExceeded",
  maxFailedIndexesExceeded: "MaxFailedIndexesExceeded",
  failedIndexes: "FailedIndexes",
  successPolicy: "SuccessPolicy",
  completionsReached: "CompletionsReached",
  jobSuspended: "JobSuspended",
  jobResumed: "JobResumed",
} as const;
