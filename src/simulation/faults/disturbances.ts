/** All that comes between controllers and their API server in one run, beside calls that fail without effect. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { Listed, ListWatch } from "../../controller/list-watch.ts";
import type { Client, ClientOptions } from "../../controller/process.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import { CallDisturbances } from "./call-disturbances.ts";
import { type Disturbance, isOfCalls, isOfWatches, isOldList, type WatchDisturbance } from "./disturbance.ts";
import { DisturbedClient, type EndProcess } from "./disturbed-client.ts";
import { DisturbedWatch } from "./disturbed-watch.ts";
import { type FirstLists, OldLists, withFirstLists } from "./old-lists.ts";

export class Disturbances {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #calls: CallDisturbances;
  readonly #ofWatches: readonly WatchDisturbance[];
  readonly #oldLists: OldLists | undefined;
  readonly #endProcess: EndProcess;

  constructor(loop: EventLoop, server: ApiServer, disturbances: readonly Disturbance[], endProcess: EndProcess) {
    this.#loop = loop;
    this.#server = server;
    this.#calls = new CallDisturbances(disturbances.filter(isOfCalls));
    this.#ofWatches = disturbances.filter(isOfWatches);
    const old = disturbances.filter(isOldList);
    this.#oldLists = old.length === 0 ? undefined : new OldLists(server, old);
    this.#endProcess = endProcess;
  }

  /** A connection on which answers get lost, and whose process may die. */
  connect(options: ClientOptions): Client {
    return new DisturbedClient(this.#loop, this.#server, options, this.#calls, this.#endProcess);
  }

  /** Lists and watches of a process that starts now. */
  listWatch(direct: ListWatch): ListWatch {
    const first = this.#oldLists?.now() ?? {};
    if (this.#ofWatches.length === 0 && first.jobs === undefined && first.pods === undefined) return direct;
    const follow: ListWatch["follow"] = (listener, listed) => this.#follow(direct, first, listener, listed);
    return { ...withFirstLists(direct, first), follow };
  }

  #follow(direct: ListWatch, first: FirstLists, show: (entry: LogEntry) => void, listed: Listed = () => {}): void {
    const resourceVersion = () => this.#server.storage.resourceVersion;
    const of = (resource: "jobs" | "pods") => this.#ofWatches.filter((found) => found.resource === resource);
    const told = (resource: "jobs" | "pods") => (version: number) => listed(resource, version);
    const { jobs, pods } = this.#server;
    const ofJobs = {
      resourceVersion,
      show,
      stored: () => jobs.jobs,
      slots: [],
      first: first.jobs,
      listed: told("jobs"),
    };
    const ofPods = {
      resourceVersion,
      show,
      stored: () => pods.pods,
      slots: pods.pods.entries(),
      first: first.pods,
      listed: told("pods"),
    };
    const watches = {
      jobs: new DisturbedWatch(this.#loop, ofJobs, of("jobs")),
      pods: new DisturbedWatch(this.#loop, ofPods, of("pods")),
    };
    direct.follow((entry) => {
      if (entry.kind === "commit") watches[entry.resource].committed(entry);
    });
  }
}
