/** What the controller keeps about a pod of a Job between syncs. */

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

/** Switches for how a release reads a pod. */
export type PodReadingSwitches = Pick<JobControllerSwitches, "sidecarFinishTime" | "podOwnerMatch">;

/** As in Kubernetes 1.36. */
export const CURRENT_POD_SWITCHES: PodReadingSwitches = { sidecarFinishTime: true, podOwnerMatch: "kindNameUid" };

/** The pods of the Job that a tracked pod belongs to; they are notified of its changes. */
export interface TrackedPodHome {
  /** Records the latest state of one of its pods. */
  observe(tracked: TrackedPod, pod: Pod): void;
  /** Removes a pod. */
  forget(tracked: TrackedPod): void;
}

/**
 * One pod with the facts that decide its groups.
 *
 * Watch events replace `latest` at any time. The facts are those of `pod`, which is only updated at the start of a
 * sync, so they do not change while a sync runs.
 */
export class TrackedPod {
  /** The pods of its Job. */
  readonly home: TrackedPodHome;
  latest: Pod;
  pod: Pod;
  /** Whether the watch has shown its deletion. */
  gone = false;
  /** Whether the finalizer was removed but the watch has not shown it yet: the pod counts as having none. */
  pendingRemoval = false;
  /** Whether the finalizer was removed, or found to be gone with the pod, after the facts were read. */
  releasedSinceRead = false;
  /** Whether the next sync must regroup it. */
  changed = true;

  /** Whether the pod belongs to the Job: its labels match the selector, and its controller is the Job. */
  owned = false;
  /** Whether the controller reference has the UID of the Job, but not its kind and name: no Job owns the pod. */
  foreign = false;
  group: PodGroupName = "active";
  ready = false;
  /** Whether it has the finalizer and no removal is pending. */
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

  /** Takes over the latest state and reads the facts that can have changed. */
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

  /** The match of the Job's pod failure policy, which is immutable. */
  policyMatch(policy: PodFailurePolicy | undefined): PolicyMatch | undefined {
    if (policy === undefined) return undefined;
    if (this.#policyMatch === "unknown") this.#policyMatch = matchPodFailurePolicy(policy, this.pod);
    return this.#policyMatch;
  }
}

function isNamed(controller: OwnerReference | undefined, job: Job): boolean {
  return controller?.kind === "Job" && controller.name === job.metadata.name;
}
