/** The disturbances of one run, between its controllers and the API server. */

import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { type LogEntry, resourceOf } from "../../apiserver/log.ts";
import type { Listed, ListWatch } from "../../controller/list-watch.ts";
import type { Client, ClientOptions } from "../../controller/process.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { SimulationPlan } from "../plan.ts";
import { CallDisturbances } from "./call-disturbances.ts";
import {
  isOfCalls,
  isOfWatches,
  isOldList,
  isStaleReads,
  type WatchDisturbance,
  type WatchedResource,
} from "./disturbance.ts";
import { DisturbedClient, type EndProcess } from "./disturbed-client.ts";
import { DisturbedWatch } from "./disturbed-watch.ts";
import { type FirstLists, OldLists, withFirstLists } from "./old-lists.ts";
import { PastAnswers } from "./stale-reads.ts";

/** Of the watches of one follower, those of Jobs and pods are disturbed first if both are at one instant. */
const FIRST = [JOB.resource, POD.resource];

export class Disturbances {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #calls: CallDisturbances;
  readonly #ofWatches: readonly WatchDisturbance[];
  readonly #oldLists: OldLists | undefined;
  readonly #past: PastAnswers;
  readonly #endProcess: EndProcess;

  constructor(
    loop: EventLoop,
    server: ApiServer,
    { disturbances = [], seed }: Pick<SimulationPlan, "disturbances" | "seed">,
    endProcess: EndProcess,
  ) {
    this.#loop = loop;
    this.#server = server;
    this.#calls = new CallDisturbances(disturbances.filter(isOfCalls), seed);
    this.#ofWatches = disturbances.filter(isOfWatches);
    const old = disturbances.filter(isOldList);
    this.#oldLists = old.length === 0 ? undefined : new OldLists(server, old);
    this.#past = new PastAnswers(server, disturbances.filter(isStaleReads));
    this.#endProcess = endProcess;
  }

  /** A connection on which answers can be lost and whose process can die. */
  connect(options: ClientOptions): Client {
    return new DisturbedClient(
      this.#loop,
      this.#server,
      options,
      { calls: this.#calls, past: this.#past },
      this.#endProcess,
    );
  }

  /** Lists and watches for a process that starts now. */
  listWatch(direct: ListWatch): ListWatch {
    const first: FirstLists = this.#oldLists?.now() ?? new Map();
    if (this.#ofWatches.length === 0 && first.size === 0) return direct;
    const follow: ListWatch["follow"] = (...watched) => this.#follow(direct, first, ...watched);
    return { ...withFirstLists(direct, first), isComplete: false, follow };
  }

  #follow(
    direct: ListWatch,
    first: FirstLists,
    show: (entry: LogEntry) => void,
    listed: Listed = () => {},
    resources?: readonly WatchedResource[],
  ): void {
    const { storage, pods, objects } = this.#server;
    const disturbed = new Set([...this.#ofWatches.map(({ resource }) => resource), ...first.keys()]);
    const wanted = resources === undefined ? disturbed : new Set(resources.filter((name) => disturbed.has(name)));
    if (wanted.size === 0) {
      direct.follow(show);
      return;
    }
    const watches = new Map<string, DisturbedWatch>();
    for (const resource of new Set([...FIRST.filter((name) => wanted.has(name)), ...wanted])) {
      const watched = {
        resource,
        resourceVersion: () => storage.resourceVersion,
        show,
        stored: () => objects.named(resource)?.list() ?? [],
        slots: resource === POD.resource ? pods.pods.entries() : [],
        first: first.get(resource),
        listed: (version: number) => listed(resource, version),
      };
      const disturbances = this.#ofWatches.filter((found) => found.resource === resource);
      watches.set(resource, new DisturbedWatch(this.#loop, watched, disturbances));
    }
    direct.follow((entry) => {
      if (entry.kind !== "commit") return;
      const watch = watches.get(resourceOf(entry));
      if (watch === undefined) show(entry);
      else watch.committed(entry);
    });
  }
}
