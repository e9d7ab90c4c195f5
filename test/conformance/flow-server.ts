/** A server without controllers, as the flows were recorded, on a loopback port. */

import { ApiServer } from "../../src/apiserver/api-server.ts";
import { CommitLog } from "../../src/apiserver/log.ts";
import { NameSource } from "../../src/apiserver/names.ts";
import { Storage } from "../../src/apiserver/storage.ts";
import { createApp } from "../../src/http/app.ts";
import type { World } from "../../src/http/context.ts";
import { startServer } from "../../src/http/server.ts";

/** The instant that stands still while a flow is played. */
const EPOCH_MS = Date.UTC(2026, 0, 1);
const KEPT_ENTRIES = 10_000;

export interface FlowServer {
  /** `http://host:port`, without a path. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startFlowServer(): Promise<FlowServer> {
  const storage = new Storage(new CommitLog({ latest: KEPT_ENTRIES }), new NameSource("flows"), () => 0, EPOCH_MS);
  const server = new ApiServer(storage, { garbageCollection: false });
  const forget = () => {};
  const world: World = {
    server,
    nowMs: () => storage.instantMs,
    write: (action) => action(),
    record: forget,
    recordOnPod: forget,
  };
  return startServer(createApp(world), { host: "127.0.0.1", port: 0 });
}
