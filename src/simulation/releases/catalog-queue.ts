/** Switches of the work queue, retries and back-off, in words (semantics 10, sections 1.1 and 2). */

import type { QueueSwitches } from "../../controller/job/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const QUEUE_DOCS: { readonly [id in keyof QueueSwitches]: SwitchDoc } = {
  jobUpdateDelay: {
    title: "Delay of syncs after an update of the Job",
    does:
      "With none, each update of the Job, the controller's own status writes included, is followed by a sync at " +
      "once. With 1s it is followed by one a second later, which also takes in the pod events of that second.",
    upstream: "kubernetes/kubernetes#118470",
  },
  finishedJobUpdate: {
    title: "What an update of a finished Job leads to",
    does: "sync: a sync that only forgets retries and back-off. cleanUp: finalizers that are left on its pods are removed. syncAndCleanUp: both.",
  },
  podFailedEventDelay: {
    title: "Delay of the sync after a pod has failed",
    does:
      "retries: a pod that turns Failed is seen only after the delay that the Job's earlier errors and failures " +
      "have earned, 10 s to 360 s, unless something else wakes the Job. 1s: always after a second.",
    upstream: "kubernetes/kubernetes#118615",
  },
  errorRetry: {
    title: "Retries of failed syncs",
    does: "A sync that ends with an error, such as an exceeded quota, is repeated after 10, 20, 40 … 360 s, or after 1, 2, 4 … 60 s.",
    upstream: "kubernetes/kubernetes#118615",
  },
  retryReset: {
    title: "What ends a run of retries",
    does: "progress: only a new success or a change of suspension sets the count of retries back. cleanSync: any sync without error does.",
    upstream: "kubernetes/kubernetes#114768",
  },
  newFailureIsError: {
    title: "A new failure ends the sync with an error",
    does: "With yes, the sync that counts a failed pod is repeated like one that went wrong, and raises the count of retries.",
    upstream: "kubernetes/kubernetes#118759",
  },
  conflict409: {
    title: "A status write that comes too late",
    does: "requeue: after a conflict the Job is synced again at once. error: after 1, 2, 4 … s, as after any error.",
    upstream: "kubernetes/kubernetes#118615",
  },
  backoffSource: {
    title: "What holds replacements of failed pods back",
    does: "retries: nothing but the delay of the sync that sees the failure; it replaces the pod at once. finishTime: 10, 20, 40 … s are counted from the end of the failed pod.",
    upstream: "kubernetes/kubernetes#114768",
  },
  backoffCap: {
    title: "The longest back-off after failures",
    does: "Replacements of failed pods wait at most 6 minutes, or at most 10.",
    upstream: "kubernetes/kubernetes#118615",
    isUnconfirmed: true,
  },
  backoffRecheckMin: {
    title: "The shortest wait in a back-off",
    does: "none: pods are created exactly when the back-off ends. 1s: a Job in back-off is looked at again after a second at the earliest. It matters where backoffSource is finishTime.",
    upstream: "kubernetes/kubernetes#118615",
    isUnconfirmed: true,
  },
  activeDuringBackoff: {
    title: "Active pods while a back-off lasts",
    does:
      "zero: status.active says 0 although pods run, and where status writes are checked and a pod is Ready the " +
      "write is refused until the back-off ends. real: the true number. It matters where backoffSource is " +
      "finishTime.",
    upstream: "kubernetes/kubernetes#139457",
  },
  sidecarFinishTime: {
    title: "Side-cars and the end of a pod",
    does: "With yes, a pod that failed has finished, for the back-off, only when its side-cars have. It matters where backoffSource is finishTime.",
    upstream: "kubernetes/enhancements#753",
  },
  sidecarDeletionOrder: {
    title: "Side-cars and which pod goes first",
    does: "With yes, of two pods alike the one whose side-cars restarted more often is removed first when a Job scales down.",
    upstream: "kubernetes/enhancements#753",
  },
  creationExpectation: {
    title: "When creations are expected",
    does:
      "early: as many as pods are missing, even if fewer indexes are left to run; the Job may then stand still " +
      "for 5 minutes. late: as many as are created. Only a limit per index makes the two differ, and no release " +
      "has that together with early: the switch is there for study.",
  },
  finishedMemory: {
    title: "Memory of finished Jobs",
    does: "With yes, a controller with a stale cache does not try to finish a Job a second time.",
  },
  cacheConsistency: {
    title: "No syncs on stale caches",
    does: "With yes, a sync waits until the caches hold everything that the controller wrote for the Job. With no, it runs on what it has, and often ends in a conflict.",
    upstream: "kubernetes/kubernetes#137210",
  },
  deleteDropsBackoff: {
    title: "Back-off of a deleted Job",
    does: "With no, a Job that is created again at once under the same name may inherit the back-off of the one before.",
    upstream: "kubernetes/kubernetes#132109",
  },
  podOwnerMatch: {
    title: "Which pods are the Job's",
    does: "uid: those whose controller reference has the Job's UID. kindNameUid: kind and name must be right as well.",
  },
  orphanQueue: {
    title: "Clean-up behind finished and deleted Jobs",
    does: "perPod: one worker takes the Job's own pods one by one, and repeats what failed. perSelector: all that the selector matches together, owner-less pods included; what fails is not repeated.",
  },
  orphanRespectsOthers: {
    title: "Pods with the finalizer that are not a Job's",
    does: "With no, a pod with the Job finalizer that something else controls loses the finalizer when it is deleted.",
  },
};
