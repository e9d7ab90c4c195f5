/** A pod of a Job as the controller remembers it between syncs. */

import { matchesSelector } from "../../api/selector.ts";
import type { Job, OwnerReference, Pod, PodFailurePolicy } from "../../api/types.ts";
import { finishTimeOf } from "./finish-time.ts";
import {
  completionIndexOf,
  controllerOf,
  groupOf,
  hasTrackingFinalizer,
  type IndexFailures,
  indexFailuresOf,
  isReady,
  NO_INDEX,
  type PodGroupName,
} from "./pod-facts.ts";
import { matchPodFailurePolicy, type PolicyMatch } from "./pod-failure-policy.ts";
import type { JobControllerSwitches } from "./switches.ts";

/** How a release reads a pod. */
export type PodReadingSwitches = Pick<JobControllerSwitches, "sidecarFinishTime" | "podOwnerMatch">;

/** As in Kubernetes 1.36. */
export const CURRENT_POD_SWITCHES: PodReadingSwitches = { sidecarFinishTime: true, podOwnerMatch: "kindNameUid" };

/** Where a tracked pod belongs: the pods of one Job, which hear of its changes. */
export interface TrackedPodHome {
  /** Takes over the latest state of one of its pods. */
  observe(tracked: TrackedPod, pod: Pod): void;
  /** Lets go of a pod. */
  forget(tracked: TrackedPod): void;
}

/**
 * One pod with the facts that decide where it counts.
 *
 * Watch events replace `latest` at any time. The facts are those of `pod`, which
 * follows at the start of a sync, so they stay as they are while a sync runs.
 */
export class TrackedPod {
  /** The Job's pods that it is one of. */
  readonly home: TrackedPodHome;
  latest: Pod;
  pod: Pod;
  /** The watch has reported the pod gone. */
  gone = false;
  /** The finalizer removal was sent and its effect not seen yet: the pod counts as having none. */
  pendingRemoval = false;
  /** The finalizer was removed, or found gone with its pod, after the facts were read. */
  releasedSinceRead = false;
  /** Waits to be looked at again by the next sync. */
  changed = true;

  /** Whether the pod belongs to the Job: its labels match the selector, and its controller is the Job. */
  owned = false;
  /** Whether the controller reference has the Job's UID, but not its kind and name: nobody's pod. */
  foreign = false;
  group: PodGroupName = "active";
  ready = false;
  /** Has the finalizer, and no removal is pending. */
  held = false;
  index = NO_INDEX;
  readonly #switches: PodReadingSwitches;
  #factsOf: Pod | undefined;
  #finishMs: number | undefined;
  #indexFailures: IndexFailures | undefined;
  #policyMatch: PolicyMatch | undefined | "unknown" = "unknown";

  constructor(pod: Pod, home: TrackedPodHome, switches: PodReadingSwitches) {
    this.home = home;
    this.latest = pod;
    this.pod = pod;
    this.#switches = switches;
  }

  get uid(): string {
    return this.latest.metadata.uid;
  }

  /** Takes over the latest state and reads its facts, those that can have changed. */
  readFacts(job: Job): void {
    const before = this.#factsOf;
    const pod = this.latest;
    this.pod = pod;
    this.#factsOf = pod;
    this.releasedSinceRead = false;
    const ownersChanged = before?.metadata.ownerReferences !== pod.metadata.ownerReferences;
    if (ownersChanged) this.foreign = this.#switches.podOwnerMatch !== "uid" && !isNamed(controllerOf(pod), job);
    if (ownersChanged || before?.metadata.labels !== pod.metadata.labels || before === undefined) {
      this.owned = !this.foreign && matchesSelector(job.spec.selector, pod.metadata.labels);
    }
    if (before?.metadata.annotations !== pod.metadata.annotations) {
      this.index = completionIndexOf(pod);
      this.#indexFailures = undefined;
    }
    if (before !== pod) {
      this.#finishMs = undefined;
      this.#policyMatch = "unknown";
      this.group = groupOf(pod);
      this.ready = this.group === "active" && isReady(pod);
    }
    const hasFinalizer = hasTrackingFinalizer(pod);
    if (!hasFinalizer) this.pendingRemoval = false;
    this.held = hasFinalizer && !this.pendingRemoval;
  }

  /** When the pod finished, in milliseconds since 1970. */
  get finishMs(): number {
    this.#finishMs ??= finishTimeOf(this.pod, this.#switches.sidecarFinishTime);
    return this.#finishMs;
  }

  /** Failures of earlier pods of its index. */
  get indexFailures(): IndexFailures {
    this.#indexFailures ??= indexFailuresOf(this.pod);
    return this.#indexFailures;
  }

  /** What the Job's failure policy (which never changes) says of the pod. */
  policyMatch(policy: PodFailurePolicy | undefined): PolicyMatch | undefined {
    if (policy === undefined) return undefined;
    if (this.#policyMatch === "unknown") this.#policyMatch = matchPodFailurePolicy(policy, this.pod);
    return this.#policyMatch;
  }
}

function isNamed(controller: OwnerReference | undefined, job: Job): boolean {
  return controller?.kind === "Job" && controller.name === job.metadata.name;
}
