/**
 * A cache of failures of nominated pods: pods of the same shape and nominated node fail in the same way until something
 * changes.
 *
 * Whenever a victim is gone, all pods that wait for victims are retried, and most of them fail again.
 */

import type { AttemptOutcome } from "./attempt.ts";
import type { ClusterState } from "./cluster-state.ts";
import type { Nominator } from "./nominator.ts";
import type { PodInfo } from "./pod-info.ts";
import type { PodShape } from "./pod-shape.ts";

interface Failure {
  readonly changes: number;
  readonly nominations: number;
  readonly outcome: AttemptOutcome;
}

export class NominatedFailures {
  readonly #cluster: ClusterState;
  readonly #nominator: Nominator;
  readonly #byShape = new Map<PodShape, Map<string, Failure>>();

  constructor(cluster: ClusterState, nominator: Nominator) {
    this.#cluster = cluster;
    this.#nominator = nominator;
  }

  /** The outcome of an attempt, from the cache if nothing has changed since. */
  tryPod(pod: PodInfo, latest: PodInfo | undefined, attempt: () => AttemptOutcome): AttemptOutcome {
    const { shape, nominatedNode } = pod;
    if (!this.#areAlike(pod) || latest?.nominatedNode !== nominatedNode || latest.shape !== shape) return attempt();
    const { changes } = this.#cluster;
    const nominations = this.#nominator.changes;
    const failures = this.#ofShape(shape);
    const known = failures.get(nominatedNode);
    if (known?.changes === changes && known.nominations === nominations) return known.outcome;
    const outcome = attempt();
    // Other outcomes are random or change something.
    const isShared = outcome.kind === "unschedulable" && outcome.postFiltered.kind === "kept";
    if (isShared) failures.set(nominatedNode, { changes, nominations, outcome });
    return outcome;
  }

  /** Whether the outcome only depends on the shape, the nominated node and the state of each node. */
  #areAlike({ uid, shape, nominatedNode }: PodInfo): boolean {
    return (
      nominatedNode !== "" &&
      this.#nominator.nodeOf(uid) === nominatedNode &&
      !shape.looksAtPods &&
      this.#cluster.podsWithTerms.size === 0
    );
  }

  #ofShape(shape: PodShape): Map<string, Failure> {
    let failures = this.#byShape.get(shape);
    if (failures === undefined) {
      failures = new Map();
      this.#byShape.set(shape, failures);
    }
    return failures;
  }
}
