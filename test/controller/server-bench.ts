/** An API server on a clock, with Jobs in it, for what talks to one. */

import type { Job } from "../../src/api/types.ts";
import { ApiServer } from "../../src/apiserver/api-server.ts";
import { CommitLog } from "../../src/apiserver/log.ts";
import { NameSource } from "../../src/apiserver/names.ts";
import { Storage } from "../../src/apiserver/storage.ts";
import { EventLoop } from "../../src/engine/event-loop.ts";
import { EPOCH_MS } from "./sync-bench.ts";

export function newServer() {
  const loop = new EventLoop();
  const server = new ApiServer(new Storage(new CommitLog("full"), new NameSource("1"), () => loop.nowMs, EPOCH_MS));
  return { loop, server };
}

/** The manifest of a Job that the server accepts. */
export function manifestOf(name: string, spec: object = {}) {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] } };
  return { metadata: { name, namespace: "default" }, spec: { template, ...spec } };
}

/** Creates a Job, and returns it as the server has it. */
export function createJob(server: ApiServer, name: string, spec: object = {}): Job {
  const created = server.jobs.create(manifestOf(name, spec), "user");
  if (!created.ok) throw new Error(created.error.message);
  return created.object;
}
