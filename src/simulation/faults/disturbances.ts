/** All that comes between controllers and their API server in one run, beside calls that fail without effect. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import type { ListWatch } from "../../controller/list-watch.ts";
import type { Client, ClientOptions } from "../../controller/process.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import { CallDisturbances } from "./call-disturbances.ts";
import type { Disturbance } from "./disturbance.ts";
import { DisturbedClient } from "./disturbed-client.ts";
import { DisturbedWatch, isOutage, type Outage } from "./disturbed-watch.ts";

export class Disturbances {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #calls: CallDisturbances;
  readonly #outages: readonly Outage[];

  /** @param die ends the process at once; the next one starts after so many milliseconds */
  constructor(loop: EventLoop, server: ApiServer, disturbances: readonly Disturbance[], die: (downMs: number) => void) {
    this.#loop = loop;
    this.#server = server;
    this.#calls = new CallDisturbances(disturbances, die);
    this.#outages = disturbances.filter(isOutage);
  }

  /** A connection on which answers get lost, and whose process may die. */
  connect(options: ClientOptions): Client {
    return new DisturbedClient(this.#loop, this.#server, options, this.#calls);
  }

  /** Lists and watches of a process that starts now. */
  listWatch(direct: ListWatch): ListWatch {
    if (this.#outages.length === 0) return direct;
    return {
      ...direct,
      follow: (listener) => {
        const watch = new DisturbedWatch(this.#loop, this.#server, listener, this.#outages);
        direct.follow((entry) => watch.see(entry));
      },
    };
  }
}
