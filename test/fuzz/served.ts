/** A server without a port: requests go straight to what answers them, and its clock stands still. */

import { createApp } from "../../src/http/app.ts";
import { answerJobsim } from "../../src/http/live/clock-routes.ts";
import { LiveWorld } from "../../src/http/live/live-world.ts";
import { ActionRecorder } from "../../src/http/live/recorder.ts";
import { scenarioText } from "../../src/http/live/scenario-file.ts";
import { type Asked, isWhole, type Reply, type Sending, type Streamed } from "../../src/http/reply.ts";
import { EPOCH_MS } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";

export interface Served {
  answer(request: Request): Promise<Response>;
  stop(): void;
}

/** Starts a server over an empty cluster. */
export function served(): Served {
  const simulation = new Simulation({ epochMs: EPOCH_MS, seed: "1", actions: [] }, { record: { latest: 5_000 } });
  const recorder = new ActionRecorder();
  const world = new LiveWorld(simulation, { speed: 1, paused: true, wallMs: () => 0, recorder });
  const scenario = () =>
    scenarioText({ base: {}, seed: "1", actions: recorder.actions, untilMs: Math.round(simulation.loop.nowMs) });
  const nothing = () => {};
  const session = {
    saved: scenario,
    behave: nothing,
    disturb: nothing,
    reset: nothing,
    snapshot: nothing,
    restore: nothing,
  };
  const app = createApp(world, (request) => answerJobsim(world, request, session));
  return {
    answer: async (request) => asFetched(await app.answer(await asAsked(request))),
    stop: () => world.stop(),
  };
}

async function asAsked(request: Request): Promise<Asked> {
  const bytes = Buffer.from(await request.arrayBuffer());
  return { method: request.method, url: new URL(request.url), headers: request.headers, bytes: () => bytes };
}

function asFetched({ status, headers, body }: Reply): Response {
  const made = new Headers();
  for (const [name, value] of Object.entries(headers)) for (const each of [value].flat()) made.append(name, each);
  return new Response(isWhole(body) ? body : streamed(body), { status, headers: made });
}

function streamed(body: Streamed): ReadableStream<Uint8Array> {
  let sending: Sending | undefined;
  return new ReadableStream({
    start: (controller) => {
      const write = (bytes: Uint8Array) => controller.enqueue(bytes);
      sending = body.start({ backlog: 0, write, end: () => controller.close() });
    },
    cancel: () => sending?.stop(),
  });
}
