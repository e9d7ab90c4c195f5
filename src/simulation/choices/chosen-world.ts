/** What a run with an oracle is made of. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import type { Client } from "../../controller/process.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { EndProcess } from "../faults/disturbed-client.ts";
import type { Oracle } from "./oracle.ts";

export interface ChosenWorld {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly oracle: Oracle;
  /** How late a held delivery is, in milliseconds. */
  readonly heldMs: number;
  readonly endProcess: EndProcess;
  /** Starts another process in place of that of a connection; the current one continues for `forMs`. */
  readonly oust: (client: Client, forMs: number) => void;
}
