/** What a run is made of whose chances an oracle decides. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { EndProcess } from "../faults/disturbed-client.ts";
import type { Oracle } from "./oracle.ts";

export interface ChosenWorld {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly oracle: Oracle;
  /** How late a delivery is that is held, in milliseconds. */
  readonly heldMs: number;
  readonly endProcess: EndProcess;
  /** Starts another process beside the one that runs, which works on for so many milliseconds. */
  readonly oust: (forMs: number) => void;
}
