/**
 * The object path: what a store costs that copies objects on each read, write and watch event, as the trackers of
 * client-go's fakes and real caches' consumers do, over the very writes that a run of ours commits.
 */

import type { Pod } from "../../src/api/types.ts";
import type { PodCommit } from "../../src/apiserver/log.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import type { BenchCase } from "../case.ts";
import { indexedPlan } from "../plans.ts";
import { startStopwatch } from "../stopwatch.ts";

/** Reads, writes and watch events hand out copies, so that nobody can change what is stored. */
class CopyingStore {
  readonly #pods = new Map<string, Pod>();
  readonly #watchers: ((pod: Pod) => void)[] = [];
  readonly #copy: (pod: Pod) => Pod;

  constructor(copy: (pod: Pod) => Pod) {
    this.#copy = copy;
  }

  get(name: string): Pod | undefined {
    const pod = this.#pods.get(name);
    return pod === undefined ? undefined : this.#copy(pod);
  }

  put(pod: Pod): void {
    this.#pods.set(pod.metadata.name, this.#copy(pod));
    for (const watcher of this.#watchers) watcher(this.#copy(pod));
  }

  watch(watcher: (pod: Pod) => void): void {
    this.#watchers.push(watcher);
  }
}

/** Writes what a run of ours wrote; it is the store alone that is measured, no controller, no kubelet, no clock. */
export function copyingStore(pods: number): BenchCase {
  let commits: readonly PodCommit[] | undefined;
  return {
    name: `structuredClone store: the writes of ${pods.toLocaleString("en")} pods`,
    unit: "pods",
    warmUps: 1,
    runs: 3,
    run: () => {
      commits ??= podCommits(pods);
      const store = new CopyingStore((pod) => structuredClone(pod));
      let seen = 0;
      store.watch(() => seen++);
      const stopwatch = startStopwatch();
      for (const { object } of commits) {
        const stored = store.get(object.metadata.name);
        store.put(stored === undefined ? object : { ...stored, metadata: object.metadata, status: object.status });
      }
      const time = stopwatch();
      return { units: pods, note: `${seen} writes, each read, stored and watched once`, time };
    },
  };
}

function podCommits(pods: number): readonly PodCommit[] {
  const { log } = simulate(indexedPlan({ pods }));
  return log.entries.filter((entry) => entry.kind === "commit" && entry.resource === "pods");
}
