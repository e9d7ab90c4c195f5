/** Descriptions of the switches of work queue, retries and back-off (semantics 10, sections 1.1 and 2). */

import type { QueueSwitches } from "../../controller/job/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const QUEUE_DOCS: { readonly [id in keyof QueueSwitches]: SwitchDoc } = {
  jobUpdateDelay: {
    title: "Delay of syncs after an update of the Job",
    does:
      "none: each update of the Job, including the controller's own status writes, is followed by a sync at once. " +
      "1s: the sync is a second later, which also covers the pod events of that second.",
    upstream: "kubernetes/kubernetes#118470",
  },
  finishedJobUpdate: {
    title: "What an update of a finished Job triggers",
    does: "sync: a sync that only resets retries and back-off. cleanUp: the removal of finalizers that are left on its pods. syncAndCleanUp: both.",
  },
  podFailedEventDelay: {
    title: "Delay of the sync after a pod has failed",
    does:
      "retries: the sync for a pod that turns Failed waits for the retry delay of the Job, 10 s to 360 s, unless " +
      "something else triggers a sync. 1s: it always comes after a second.",
    upstream: "kubernetes/kubernetes#118615",
  },
  errorRetry: {
    title: "Retries of failed syncs",
    does: "A sync that ends with an error, such as an exceeded quota, is retried after 10, 20, 40 … 360 s, or after 1, 2, 4 … 60 s.",
    upstream: "kubernetes/kubernetes#118615",
  },
  retryReset: {
    title: "What resets the retry count",
    does: "progress: only a new success or a change of suspension. cleanSync: any sync without an error.",
    upstream: "kubernetes/kubernetes#114768",
  },
  newFailureIsError: {
    title: "A new failure ends the sync with an error",
    does: "With yes, the sync that counts a failed pod is retried as after an error, and increases the retry count.",
    upstream: "kubernetes/kubernetes#118759",
  },
  conflict409: {
    title: "A conflict of the status write",
    does: "requeue: the Job is synced again at once. error: it is synced again after 1, 2, 4 … s, as after any error.",
    upstream: "kubernetes/kubernetes#118615",
  },
  backoffSource: {
    title: "What delays the replacements of failed pods",
    does: "retries: only the delay of the sync that sees the failure; it replaces the pod at once. finishTime: they wait 10, 20, 40 … s from the end of the failed pod.",
    upstream: "kubernetes/kubernetes#114768",
  },
  backoffCap: {
    title: "The longest back-off after failures",
    does: "Replacements of failed pods wait at most 6 minutes, or at most 10.",
    upstream: "kubernetes/kubernetes#118615",
    isUnconfirmed: true,
  },
  backoffRecheckMin: {
    title: "The shortest delay in a back-off",
    does: "none: pods are created exactly when the back-off ends. 1s: a Job in back-off is synced again after a second at the earliest. Only relevant if backoffSource is finishTime.",
    upstream: "kubernetes/kubernetes#118615",
    isUnconfirmed: true,
  },
  activeDuringBackoff: {
    title: "Active pods during a back-off",
    does:
      "zero: status.active is 0 although pods are running; if the status is validated and a pod is Ready, the write is " +
      "rejected until the back-off ends. real: the real number. Only relevant if backoffSource is finishTime.",
    upstream: "kubernetes/kubernetes#139457",
  },
  sidecarFinishTime: {
    title: "Sidecars and the end of a pod",
    does: "With yes, the back-off after a failed pod starts only when its sidecars have ended. Only relevant if backoffSource is finishTime.",
    upstream: "kubernetes/enhancements#753",
  },
  sidecarDeletionOrder: {
    title: "Sidecars and the order of deletion",
    does: "With yes, of two otherwise equal pods the one with more sidecar restarts is removed first when a Job scales down.",
    upstream: "kubernetes/enhancements#753",
  },
  creationExpectation: {
    title: "When creations are expected",
    does:
      "early: as many as there are missing pods, even if fewer indexes are left to run; the Job may then be stuck for " +
      "5 minutes. late: as many as are created. They only differ with a limit per index, which no release has together " +
      "with early: the switch is for experiments.",
  },
  finishedMemory: {
    title: "Memory of finished Jobs",
    does: "With yes, a controller with a stale cache does not try to finish a Job a second time.",
  },
  cacheConsistency: {
    title: "No syncs on stale caches",
    does: "With yes, a sync waits until the caches have everything that the controller wrote for the Job. With no, it uses stale caches, and often ends in a conflict.",
    upstream: "kubernetes/kubernetes#137210",
  },
  deleteDropsBackoff: {
    title: "Back-off of a deleted Job",
    does: "With no, a Job that is recreated at once under the same name may inherit the back-off of the old one.",
    upstream: "kubernetes/kubernetes#132109",
  },
  podOwnerMatch: {
    title: "Which pods belong to a Job",
    does: "uid: those whose controller reference has the Job's UID. kindNameUid: kind and name must match as well.",
  },
  orphanQueue: {
    title: "Clean-up after finished and deleted Jobs",
    does: "perPod: one worker handles the Job's own pods one by one, with retries. perSelector: all pods that the selector matches, also those without an owner, are handled together without retries.",
  },
  orphanRespectsOthers: {
    title: "Pods with the finalizer that do not belong to a Job",
    does: "With no, a pod with the Job finalizer whose controller is not a Job loses the finalizer when it is deleted.",
  },
};
