/**
 * Where a controller process gets its view of the API server from:
 * lists of what there is, and every change from then on.
 */

import type { Kind } from "../api/kinds/kind.ts";
import type { Job, KubeObject, Pod } from "../api/types.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import type { LogEntry } from "../apiserver/log.ts";

/** A list of pods, each with the slot in which the API server keeps, or kept, it. */
export interface PodList extends Iterable<Pod> {
  entries(): Iterable<readonly [slot: number, pod: Pod]>;
}

/** Takes note that a resource was listed again. */
export type Listed = (resource: string, resourceVersion: number) => void;

export interface ListWatch {
  /** What lists answer when the process starts. */
  readonly jobs: Iterable<Job>;
  readonly pods: PodList;
  /** The same for any kind. */
  list<T extends KubeObject>(of: Kind<T>): Iterable<T>;
  /** The version that the lists are of; of two versions, the older. */
  readonly resourceVersion: number;
  /**
   * Shows the log from here on, as the watches of the process have it.
   *
   * @param listed told the version of each further list, which may show nothing that is new
   */
  follow(listener: (entry: LogEntry) => void, listed?: Listed): void;
}

/** Lists and watches that nothing disturbs. */
export function directListWatch(server: ApiServer): ListWatch {
  const { jobs, pods, objects, storage } = server;
  return {
    jobs: jobs.jobs,
    pods: pods.pods,
    list: (of) => objects.list(of),
    resourceVersion: storage.resourceVersion,
    follow: (listener) => storage.log.follow((entry) => listener(server.commitOf(entry) ?? entry)),
  };
}
