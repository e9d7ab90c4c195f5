/** Plays recorded watch flows: requests, a watch, more requests, and the events that the watch got. */

import type { Cleaner } from "./flow-clean.ts";
import type { FlowClient } from "./flow-requests.ts";
import { differenceOf } from "./flow-vector.ts";
import { isRecord, type RecordedJson } from "./vectors.ts";

export function isWatchFlow(vector: RecordedJson): boolean {
  return isRecord(vector.watch) && isRecord(vector.expect);
}

/** The difference between the events that were recorded and those of this server. */
export async function watchDifference(
  client: FlowClient,
  cleaner: Cleaner,
  { before, watch, during, expect }: RecordedJson,
): Promise<string | undefined> {
  for (const step of recordsIn(before)) await client.send(step);
  const { path, accept } = isRecord(watch) ? watch : {};
  const since = isRecord(watch) && watch.fromListResourceVersion === true ? await listVersion(client) : "";
  const watchPath = `${String(path)}${since === "" ? "" : `&resourceVersion=${since}`}`;
  const headers = typeof accept === "string" ? { Accept: accept } : {};
  const response = await client.open(watchPath, { headers });
  for (const step of recordsIn(during)) await client.send(step);
  const contentType = response.headers.get("content-type") ?? "";
  const code = response.status;
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  const events = lines.map((line) => cleanEvent(cleaner, line));
  return differenceOf({ events: [], ...(isRecord(expect) ? expect : {}) }, { code, contentType, events });
}

async function listVersion(client: FlowClient): Promise<string> {
  const answer = await client.send({ method: "GET", path: "/apis/batch/v1/namespaces/{ns}/jobs" });
  const metadata = isRecord(answer.body) ? answer.body.metadata : undefined;
  return isRecord(metadata) ? String(metadata.resourceVersion) : "";
}

function cleanEvent(cleaner: Cleaner, line: string): unknown {
  const event: unknown = JSON.parse(line);
  if (!isRecord(event)) return event;
  return "type" in event ? { ...event, object: cleaner.clean(event.object) } : { status: cleaner.clean(event) };
}

function recordsIn(value: unknown): readonly RecordedJson[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
