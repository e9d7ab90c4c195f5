/** A server over a simulation that stands still until a test advances it. */

import { type Session, type SessionOptions, startSession } from "../../src/http/live/session.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { NEWEST_RELEASE } from "../../src/simulation/releases/releases.ts";

export const JOBS = "/apis/batch/v1/namespaces/default/jobs";

/** A Job as a user would write it. */
export function manifest(name: string, spec: object = {}, metadata: object = {}) {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/worker:1" }] } };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name, ...metadata }, spec: { template, ...spec } };
}

export interface Answer {
  readonly code: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** The part of an answer at a path such as `items.0.metadata.name`. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((part, step) => {
    if (typeof part !== "object" || part === null) return undefined;
    return new Map(Object.entries(part)).get(step);
  }, value);
}

/** The items of a list, or none. */
export function items(list: unknown): readonly unknown[] {
  const found = at(list, "items");
  return Array.isArray(found) ? found : [];
}

/** Reads a watch until so many events have come, and leaves it; what came with the last of them is returned too. */
export async function firstEvents(watch: Response, count: number): Promise<readonly unknown[]> {
  const reader = watch.body?.getReader();
  let text = "";
  while (text.split("\n").length <= count) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) throw new Error(`the watch ended before ${count} events: ${text}`);
    text += Buffer.from(value).toString();
  }
  await reader?.cancel();
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}

export interface TestSession extends Session {
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Advances virtual time by this much: `"10s"`, or `"next"`. */
  advance(time: string): Promise<void>;
}

export async function startTestSession({
  kubernetes = NEWEST_RELEASE,
  cluster,
  clientFaults = [],
  ...options
}: Partial<SessionOptions> &
  Pick<SimulationPlan, "kubernetes" | "cluster" | "clientFaults"> = {}): Promise<TestSession> {
  const plan = { epochMs: EPOCH_MS, seed: "1", actions: [], kubernetes, clientFaults, ...(cluster && { cluster }) };
  const session = await startSession(plan, {
    host: "127.0.0.1",
    port: 0,
    speed: 1,
    paused: true,
    wallMs: () => performance.now(),
    ...options,
  });
  const send: TestSession["send"] = async (method, path, body, headers = {}) => {
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const init = { method, headers: { "Content-Type": "application/json", ...headers } };
    const response = await fetch(session.url + path, text === undefined ? init : { ...init, body: text });
    return { code: response.status, body: parse(await response.text()), headers: response.headers };
  };
  const advance = async (time: string) => {
    await send("POST", "/jobsim/v1/clock", { advance: time });
  };
  return { ...session, send, advance };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
