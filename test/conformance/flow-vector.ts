/** Plays recorded API flows over HTTP, and finds the first answer that differs. */

import { Cleaner, comparable } from "./flow-clean.ts";
import { FlowClient } from "./flow-requests.ts";
import { type FlowServer, startFlowServer } from "./flow-server.ts";
import { isRecord, type RecordedJson } from "./vectors.ts";
import { isWatchFlow, watchDifference } from "./watch-vector.ts";

export interface FlowResult {
  readonly name: string;
  /** The first difference; `undefined` where the flow passed. */
  readonly difference: string | undefined;
}

/** Whether a vector is an API flow or a watch flow. */
export function isFlow(vector: RecordedJson): boolean {
  return Array.isArray(vector.steps) || isWatchFlow(vector);
}

/** Plays flows against one server, each in its own namespace; watches run concurrently. */
export async function runFlows(vectors: readonly RecordedJson[]): Promise<FlowResult[]> {
  const server = await startFlowServer();
  try {
    return await Promise.all(vectors.map((vector, at) => runFlow(server, vector, `flow-${at}-end`)));
  } finally {
    await server.close();
  }
}

async function runFlow(server: FlowServer, vector: RecordedJson, namespace: string): Promise<FlowResult> {
  const client = new FlowClient(server.url, namespace);
  await client.createNamespace();
  const play = isWatchFlow(vector) ? watchDifference : flowDifference;
  return { name: String(vector.name), difference: await play(client, new Cleaner(namespace), vector) };
}

async function flowDifference(client: FlowClient, cleaner: Cleaner, vector: RecordedJson): Promise<string | undefined> {
  const steps = Array.isArray(vector.steps) ? vector.steps.filter(isRecord) : [];
  for (const [at, step] of steps.entries()) {
    const expected = isRecord(step.expect) ? step.expect : {};
    const answer = await client.send(step);
    const { warnings = [], code, body } = expected;
    const actual = { code: answer.code, warnings: answer.warnings, body: comparable(cleaner.clean(answer.body)) };
    const difference = differenceOf({ code, warnings, body: comparable(body) }, actual);
    if (difference !== undefined) return `step ${at}: ${difference}`;
  }
  return undefined;
}

/** How two values differ; `undefined` if they are the same. */
export function differenceOf(recorded: unknown, actual: unknown): string | undefined {
  const [want, got] = [canonical(recorded), canonical(actual)];
  return want === got ? undefined : `\n  recorded: ${want}\n  answered: ${got}`;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
