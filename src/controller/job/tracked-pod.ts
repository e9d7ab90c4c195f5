/** A pod of a Job as the controller remembers it between syncs. */

import type { Pod, PodFailurePolicy } from "../../api/types.ts";
import { finishTimeOf } from "./finish-time.ts";
import { completionIndexOf, groupOf, hasTrackingFinalizer, isReady, NO_INDEX, type PodGroup } from "./pod-facts.ts";
import { matchPodFailurePolicy, type PolicyMatch } from "./pod-failure-policy.ts";

/**
 * One pod with the facts that decide where it counts.
 *
 * Watch events replace `latest` at any time. The facts are those of `pod`, which follows at the start of a sync, so they
 * stay as they are while a sync runs.
 */
export class TrackedPod {
  latest: Pod;
  pod: Pod;
  /** The watch has reported the pod gone. */
  gone = false;
  /** The finalizer removal was sent and its effect not seen yet: the pod counts as having none. */
  pendingRemoval = false;
  /** Waits to be looked at again by the next sync. */
  changed = true;

  /** Whether the pod belongs to the Job: its labels match the selector. */
  owned = false;
  group: PodGroup = "active";
  ready = false;
  /** Has the finalizer, and no removal is pending. */
  held = false;
  index = NO_INDEX;
  #finishMs: number | undefined;
  #policyMatch: PolicyMatch | undefined | "unknown" = "unknown";

  constructor(pod: Pod) {
    this.latest = pod;
    this.pod = pod;
  }

  get uid(): string {
    return this.latest.metadata.uid;
  }

  /** Takes over the latest state and reads its facts. */
  readFacts(owned: boolean): void {
    const pod = this.latest;
    if (pod !== this.pod) {
      this.pod = pod;
      this.#finishMs = undefined;
      this.#policyMatch = "unknown";
    }
    const hasFinalizer = hasTrackingFinalizer(pod);
    if (!hasFinalizer) this.pendingRemoval = false;
    this.owned = owned;
    this.group = groupOf(pod);
    this.ready = this.group === "active" && isReady(pod);
    this.held = hasFinalizer && !this.pendingRemoval;
    this.index = completionIndexOf(pod);
  }

  /** When the pod finished, in milliseconds since 1970. */
  get finishMs(): number {
    this.#finishMs ??= finishTimeOf(this.pod);
    return this.#finishMs;
  }

  /** What the Job's failure policy (which never changes) says of the pod. */
  policyMatch(policy: PodFailurePolicy | undefined): PolicyMatch | undefined {
    if (policy === undefined) return undefined;
    if (this.#policyMatch === "unknown") this.#policyMatch = matchPodFailurePolicy(policy, this.pod);
    return this.#policyMatch;
  }
}
