/**
 * The list and watch of a controller process: what is stored when it starts, and every change after that.
 */

import type { Kind } from "../api/kinds/kind.ts";
import type { Job, KubeObject, Pod } from "../api/types.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import type { LogEntry } from "../apiserver/log.ts";

/** A list of pods, each with the slot in which the API server keeps, or kept, it. */
export interface PodList extends Iterable<Pod> {
  entries(): Iterable<readonly [slot: number, pod: Pod]>;
}

/** Called when a resource was listed again. */
export type Listed = (resource: string, resourceVersion: number) => void;

export interface ListWatch {
  /** The lists when the process starts. */
  readonly jobs: Iterable<Job>;
  readonly pods: PodList;
  /** The same for any kind. */
  list<T extends KubeObject>(of: Kind<T>): Iterable<T>;
  /** The version of the lists; if they differ, the older one. */
  readonly resourceVersion: number;
  /** Whether the watches show every commit of the log once and in its order, early or late. */
  readonly isComplete: boolean;
  /**
   * Delivers the log from here on, as the watches of the process see it.
   *
   * @param listed called with the version of each relist, which may show nothing new
   * @param resources the kinds whose commits the listener acts on, by resource name; no faults are played for others
   */
  follow(listener: (entry: LogEntry) => void, listed?: Listed, resources?: readonly string[]): void;
}

/** Lists and watches straight from the API server, without faults. */
export function directListWatch(server: ApiServer): ListWatch {
  const { jobs, pods, objects, storage } = server;
  return {
    jobs: jobs.jobs,
    pods: pods.pods,
    list: (of) => objects.list(of),
    resourceVersion: storage.resourceVersion,
    isComplete: true,
    follow: (listener) => storage.log.follow((entry) => listener(server.commitOf(entry) ?? entry)),
  };
}
