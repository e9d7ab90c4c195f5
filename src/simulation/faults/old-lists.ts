/**
 * The first lists of processes that start while the cache of the API server is stale: an old list, and the changes
 * since.
 */

import { isOfKind, type Kind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { KubeObject, Pod } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { type Commit, resourceOf } from "../../apiserver/log.ts";
import type { ListWatch, PodList } from "../../controller/list-watch.ts";
import type { OldList, WatchedResource } from "./disturbance.ts";
import { listedAt } from "./stale-list.ts";

/** An old list. */
export interface FirstList {
  readonly listed: ReadonlyMap<string, KubeObject>;
  readonly resourceVersion: number;
  /** The changes since, oldest first. */
  readonly since: readonly Commit[];
  /** How old the list is, and how late the changes are seen. */
  readonly behindMs: number;
}

/** Old lists by resource; resources without one have current lists. */
export type FirstLists = ReadonlyMap<WatchedResource, FirstList>;

/** The history of commits, for old lists. */
export class Past {
  readonly #server: ApiServer;
  readonly #history: Commit[] = [];
  readonly #firstVersion: number;

  constructor(server: ApiServer) {
    this.#server = server;
    this.#firstVersion = server.storage.resourceVersion;
    server.storage.log.follow((entry) => {
      if (entry.kind === "commit") this.#history.push(entry);
    });
  }

  /**
   * The old lists for a process that starts now.
   *
   * @param ageMs how old the list of a resource is; 0 if it is current
   */
  lists(resources: Iterable<WatchedResource>, ageMs: (resource: WatchedResource) => number): FirstLists {
    const lists = new Map<WatchedResource, FirstList>();
    for (const resource of new Set(resources)) {
      const list = this.#of(resource, ageMs(resource));
      if (list !== undefined) lists.set(resource, list);
    }
    return lists;
  }

  #of(resource: WatchedResource, behindMs: number): FirstList | undefined {
    const { storage, objects } = this.#server;
    const earlier = this.#history.findLastIndex(({ timeMs }) => timeMs <= storage.timeMs - behindMs);
    const since = this.#history.slice(earlier + 1).filter((commit) => resourceOf(commit) === resource);
    if (behindMs === 0 || since.length === 0) return undefined;
    return {
      listed: listedAt(objects.named(resource)?.list() ?? [], since),
      resourceVersion: this.#history[earlier]?.resourceVersion ?? this.#firstVersion,
      since,
      behindMs,
    };
  }
}

/** The old lists of a plan. */
export class OldLists {
  readonly #server: ApiServer;
  readonly #disturbances: readonly OldList[];
  readonly #past: Past;

  constructor(server: ApiServer, disturbances: readonly OldList[]) {
    this.#server = server;
    this.#disturbances = disturbances;
    this.#past = new Past(server);
  }

  /** The old lists for a process that starts now. */
  now(): FirstLists {
    const nowMs = this.#server.storage.timeMs;
    return this.#past.lists(
      this.#disturbances.map(({ resource }) => resource),
      (resource) => {
        const ages = this.#disturbances
          .filter((found) => found.resource === resource && found.atMs <= nowMs && nowMs < found.atMs + found.forMs)
          .map(({ behindMs }) => behindMs);
        return Math.max(0, ...ages);
      },
    );
  }
}

/** Replaces lists by old ones; watches do not change. */
export function withFirstLists(direct: ListWatch, first: FirstLists): ListWatch {
  const [jobs, pods] = [first.get(JOB.resource), first.get(POD.resource)];
  const versions = [direct, ...first.values()].map(({ resourceVersion }) => resourceVersion);
  return {
    ...direct,
    ...(jobs === undefined ? {} : { jobs: ofKind(JOB, jobs) }),
    ...(pods === undefined ? {} : { pods: podsOf(pods, direct.pods) }),
    list: (of) => {
      const list = first.get(of.resource);
      return list === undefined ? direct.list(of) : ofKind(of, list);
    },
    resourceVersion: Math.min(...versions),
  };
}

function ofKind<T extends KubeObject>(of: Kind<T>, { listed }: FirstList): readonly T[] {
  return [...listed.values()].filter((object) => isOfKind(of, object));
}

function podsOf({ listed, since }: FirstList, stored: PodList): PodList {
  const slots = new Map<string, number>();
  for (const [slot, { metadata }] of stored.entries()) slots.set(metadata.uid, slot);
  for (const commit of since) if (commit.resource === "pods") slots.set(commit.object.metadata.uid, commit.slot);
  const pods = [...listed.values()].flatMap((object): (readonly [number, Pod])[] => {
    const slot = slots.get(object.metadata.uid);
    return !isOfKind(POD, object) || slot === undefined ? [] : [[slot, object]];
  });
  // By creation, like a current list.
  pods.sort(([a], [b]) => a - b);
  return {
    entries: () => pods,
    [Symbol.iterator]: () => pods.map(([, pod]) => pod)[Symbol.iterator](),
  };
}
