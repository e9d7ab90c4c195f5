/**
 * `/jobsim/v1`: the clock of a running server, and other controls outside the Kubernetes API.
 *
 * - `GET /clock` reads the clock.
 * - `POST /clock` with one of `{"pause": true}`, `{"resume": true, "speed": 60}`, `{"advance": "5m"}` and
 *   `{"advance": "next"}` changes it, and answers as a read does.
 * - `POST /pods/NAMESPACE/NAME/outcome` with `{"exitCode": 1}` ends a pod now.
 * - `POST /behaviours` with `{"rules": [{"match": {"jobName": "nightly-*"}, "exit": 1}]}` sets how new pods behave:
 *   rules as in a scenario, which take precedence over all earlier ones.
 * - `POST /faults` with `{"faults": [{"userAgent": "my-operator/*", "verb": "update", "error": 409}]}` sets what
 *   happens to requests: `clientFaults` as in a scenario, replacing the current ones; an empty list ends them.
 * - `POST /reset` returns the cluster to its beginning; open watches end.
 * - `POST /snapshots/NAME` saves the cluster under a name, and `POST /snapshots/NAME/restore` restores it.
 * - `GET /scenario` returns all actions so far as a scenario file, which `jobsim run` replays.
 */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { parseDuration } from "../../scenario/duration.ts";
import { answerJson } from "../answer.ts";
import { readBody } from "../body.ts";
import { type Asked, type Reply, textReply } from "../reply.ts";
import { decodePart } from "../request-info.ts";
import { badRequest, methodNotAllowed, outOfTime } from "../status.ts";
import type { Speed } from "./live-options.ts";
import type { LiveWorld } from "./live-world.ts";
import { endPod } from "./pod-outcome.ts";

/** The operations of clients on the whole session. */
export interface SessionControl {
  /** All actions so far, as a scenario file. */
  saved(): string;
  /** Sets how new pods behave. */
  behave(pods: JsonObject): void;
  /** Replaces the faults of requests. */
  disturb(body: JsonObject): void;
  reset(): void;
  snapshot(name: string): void;
  /** @throws HttpError 404 if there is no such snapshot */
  restore(name: string): void;
}

const ROOT = "/jobsim/v1";
/** The path of the clock. */
export const CLOCK_PATH = `${ROOT}/clock`;
/** Maximum speed: a day in ten milliseconds. */
const MAX_SPEED = 8_640_000;

/** Answers a request below `/jobsim/v1`; `undefined` for any other. */
export function answerJobsim(world: LiveWorld, request: Asked, session: SessionControl): Reply | undefined {
  const { pathname } = request.url;
  if (!pathname.startsWith(`${ROOT}/`)) return undefined;
  const parts = pathname
    .slice(ROOT.length + 1)
    .split("/")
    .map(decodePart);
  const [first] = parts;
  if (first === "clock" && parts.length === 1) return answerClock(world, request);
  if (first === "scenario" && parts.length === 1) {
    if (request.method !== "GET") throw methodNotAllowed();
    return textReply(session.saved(), "application/yaml");
  }
  const act = actionOf(world, session, parts);
  if (act === undefined) return undefined;
  if (request.method !== "POST") throw methodNotAllowed();
  return answerJson(act(request));
}

/** An action whose answer is empty. */
function quietly(act: (request: Asked) => void): (request: Asked) => JsonObject {
  return (request) => {
    act(request);
    return {};
  };
}

/** The action of a POST to a path. */
function actionOf(
  world: LiveWorld,
  session: SessionControl,
  parts: readonly string[],
): ((request: Asked) => JsonObject) | undefined {
  const [first, second = "", third = "", fourth] = parts;
  switch (`${first} ${parts.length}`) {
    case "behaviours 1":
      return quietly((request) => session.behave(readObject(request)));
    case "faults 1":
      return quietly((request) => session.disturb(readObject(request)));
    case "reset 1":
      return quietly(() => session.reset());
    case "snapshots 2":
      return quietly(() => session.snapshot(second));
    case "snapshots 3":
      return third === "restore" ? quietly(() => session.restore(second)) : undefined;
    case "pods 4":
      if (fourth !== "outcome") return undefined;
      return (request) => endPod(world, second, third, readExitCode(readObject(request)));
    default:
      return undefined;
  }
}

function answerClock(world: LiveWorld, request: Asked): Reply {
  if (request.method === "POST") setClock(world, readObject(request));
  else if (request.method !== "GET") throw methodNotAllowed();
  world.catchUp();
  const { timeMs, instantMs, speed, paused, nextEventMs } = world.state;
  return answerJson({
    now: new Date(instantMs).toISOString(),
    elapsedMs: timeMs,
    speed,
    paused,
    ...(nextEventMs === undefined ? {} : { nextEventMs }),
  });
}

function setClock(world: LiveWorld, { pause, resume, speed, advance }: JsonObject): void {
  if ([pause, resume, advance].filter((value) => value !== undefined).length !== 1) {
    throw badRequest("give exactly one of pause, resume and advance");
  }
  if (pause === true) world.pause();
  else if (resume === true) world.resume(speed === undefined ? undefined : readSpeed(speed));
  else if (advance === "next") world.advanceToNextEvent();
  else if (advance !== undefined) advanceBy(world, readDuration(advance));
  else throw badRequest("pause and resume must be true");
}

function advanceBy(world: LiveWorld, durationMs: number): void {
  const fromMs = world.state.timeMs;
  if (world.advance(durationMs)) return;
  const doneMs = world.state.timeMs - fromMs;
  throw outOfTime(`too many events in ${durationMs} ms: the clock advanced by ${doneMs} ms; advance again to continue`);
}

function readSpeed(value: unknown): Speed {
  if (value === "idle") return value;
  if (typeof value === "number" && value > 0 && value <= MAX_SPEED) return value;
  throw badRequest(`speed must be a number above 0, at most ${MAX_SPEED}, or "idle"`);
}

function readDuration(value: unknown): number {
  if (typeof value !== "string" && typeof value !== "number") throw badRequest('advance must be a time, or "next"');
  const duration = parseDuration(value);
  if ("problem" in duration) throw badRequest(`advance: ${duration.problem}`);
  return duration.value;
}

function readExitCode({ exitCode }: JsonObject): number {
  const isCode = typeof exitCode === "number" && Number.isInteger(exitCode) && exitCode >= 0 && exitCode <= 255;
  if (!isCode) throw badRequest("exitCode must be a whole number from 0 to 255");
  return exitCode;
}

function readObject(request: Asked): JsonObject {
  const { value } = readBody(request, "request");
  if (!isJsonObject(value)) throw badRequest("the body must be an object");
  return value;
}
