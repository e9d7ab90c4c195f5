/** The API server as the Go programs of one run see it: over HTTP, at instants of virtual time. */

import type { ApiServer } from "../apiserver/api-server.ts";
import { API_ERROR_REASONS, type ApiError } from "../apiserver/errors.ts";
import { type Actor, type LogEntry, resourceOf } from "../apiserver/log.ts";
import { type Request, requestedResource } from "../apiserver/requests.ts";
import { Phase } from "../engine/event-loop.ts";
import { answerError } from "../http/answer.ts";
import { createAnswers } from "../http/app.ts";
import type { ApiRequest, World } from "../http/context.ts";
import type { ListOptions } from "../http/list-options.ts";
import { errorForm } from "../http/negotiation.ts";
import type { Asked, Reply, ReplyHeaders } from "../http/reply.ts";
import { fromApiError, type HttpError } from "../http/status.ts";
import { watchHeaders } from "../http/watch-cursor.ts";
import type { Host } from "../simulation/controllers/controllers.ts";
import type { Nodes } from "../simulation/nodes/nodes.ts";
import type { Release } from "../simulation/releases/releases.ts";
import { type Asker, NOBODY } from "./asker.ts";
import { wholeBody } from "./body.ts";
import type { ProgramAnswer, ProgramBody } from "./surroundings.ts";
import { WatchFeed } from "./watch-feed.ts";
import { WatchTimes } from "./watch-times.ts";

/** The outcome of a request. */
export type FaceAnswer = { readonly answer: ProgramAnswer } | { readonly failure: string };

/** A request that has arrived. */
export interface Arrived {
  readonly asker: Asker;
  readonly asked: Asked;
  /** The request in the terms of the API server; absent if it is about no resource. */
  readonly request: Request | undefined;
}

const FACES = new WeakMap<object, ClusterFace>();

/** The face of the run that a process lives in: one for all of its programs. */
export function faceOf(host: Host): ClusterFace {
  const known = FACES.get(host.server);
  if (known !== undefined) return known;
  const face = new ClusterFace(host);
  FACES.set(host.server, face);
  return face;
}

export class ClusterFace {
  readonly #host: Host;
  readonly #answer: (asked: Asked) => Reply;
  readonly #times = new Map<string, WatchTimes>();
  readonly #feeds = new Set<WatchFeed>();
  /** The request that is being answered, and the watch that it opens. */
  #arrived: Arrived | undefined;
  #opened: WatchFeed | undefined;
  #refusal: HttpError | undefined;
  #isAwake = false;

  constructor(host: Host) {
    this.#host = host;
    const { server } = host;
    // Lists of the past and watches read the log, whatever else is kept of it.
    server.storage.log.keepAll();
    this.#answer = createAnswers(
      new FaceWorld(
        host,
        () => this.#arrived?.asker ?? NOBODY,
        () => this.#cacheVersion(),
      ),
      {
        watch: (request, options) => this.#watch(request, options),
        refused: (error) => {
          this.#refusal = error;
        },
      },
    );
    server.storage.log.follow((entry) => {
      if (entry.kind === "commit") this.showAll();
    });
  }

  /** Lets all watches show what is due, at this instant. */
  showAll(): void {
    if (this.#isAwake || this.#feeds.size === 0) return;
    const { loop } = this.#host;
    this.#isAwake = true;
    loop.schedule(loop.nowMs, Phase.deliver, () => {
      this.#isAwake = false;
      for (const feed of [...this.#feeds]) feed.pump();
    });
  }

  /** Whether somebody has a watch of the resource that changes. */
  isWatched(asker: Asker, entry: LogEntry): boolean {
    if (entry.kind !== "commit") return false;
    const resource = resourceOf(entry);
    return [...this.#feeds].some((feed) => feed.asker === asker && feed.resource === resource);
  }

  /** Answers a request that has arrived, and records a write that is refused. */
  answer(arrived: Arrived): FaceAnswer {
    const { request, asked } = arrived;
    const times = request === undefined ? undefined : this.#timesOf(requestedResource(request));
    if (request?.verb === "list" && times?.isBroken(this.#host.loop.nowMs) === true) {
      return { failure: "dial tcp: connect: connection refused" };
    }
    this.#arrived = arrived;
    this.#opened = undefined;
    this.#refusal = undefined;
    const reply = this.#answer(asked);
    if (request !== undefined && request.verb !== "get" && request.verb !== "list") this.#noteRefusal(arrived, request);
    return { answer: answerOf(reply, this.#opened) };
  }

  /** Refuses a request with an error that the API server did not make. */
  refuse({ asked }: Arrived, error: ApiError): FaceAnswer {
    if (error.isAnswerLost === true) return { failure: "read tcp: connection reset by peer" };
    return { answer: answerOf(answerError(fromApiError(error), errorForm(asked)), undefined) };
  }

  #timesOf(resource: string): WatchTimes {
    const known = this.#times.get(resource) ?? new WatchTimes(this.#host.plan, resource);
    this.#times.set(resource, known);
    return known;
  }

  #watch(request: ApiRequest, options: ListOptions): Reply {
    const { loop } = this.#host;
    const { asker = NOBODY, request: asked } = this.#arrived ?? {};
    const resource = asked === undefined ? "" : requestedResource(asked);
    const times = this.#timesOf(resource);
    const opened = { atMs: loop.nowMs, behindMs: times.listBehindMs(loop.nowMs, asker.startedMs) };
    const closed = () => this.#feeds.delete(feed);
    const feed: WatchFeed = new WatchFeed(loop, times, opened, { asker, resource, request, options, closed });
    this.#feeds.add(feed);
    this.#opened = feed;
    return { status: 200, headers: watchHeaders(request), body: "" };
  }

  /** The version of the cache that answers the request that has arrived, where it is behind. */
  #cacheVersion(): number | undefined {
    const { asker = NOBODY, request } = this.#arrived ?? {};
    if (request === undefined) return undefined;
    const { nowMs } = this.#host.loop;
    const behindMs = this.#timesOf(requestedResource(request)).readBehindMs(nowMs, asker.startedMs);
    return behindMs === 0 ? undefined : this.#versionAt(nowMs - behindMs);
  }

  #versionAt(timeMs: number): number {
    const { entries } = this.#host.server.storage.log;
    const last = entries.findLast((entry) => entry.kind === "commit" && entry.timeMs <= timeMs);
    return last?.kind === "commit" ? last.resourceVersion : 1;
  }

  #noteRefusal({ asker }: Arrived, request: Request): void {
    const refusal = this.#refusal;
    const reason = API_ERROR_REASONS.find((known) => known === refusal?.reason);
    if (refusal === undefined || reason === undefined) return;
    this.#host.server.logRefused(request, asker.actor, { reason, message: refusal.message });
  }
}

/** The cluster as the API server answers about it; who asks changes with each request. */
class FaceWorld implements World {
  readonly server: ApiServer;
  readonly kubernetes?: Release;
  readonly #nodes: Nodes | undefined;
  readonly #asker: () => Asker;
  readonly #version: () => number | undefined;

  constructor({ server, plan, nodes }: Host, asker: () => Asker, version: () => number | undefined) {
    this.server = server;
    if (plan.kubernetes !== undefined) this.kubernetes = plan.kubernetes;
    this.#nodes = nodes;
    this.#asker = asker;
    this.#version = version;
  }

  get actor(): Actor {
    return this.#asker().actor;
  }

  get cacheVersion(): number | undefined {
    return this.#version();
  }

  nowMs(): number {
    return this.server.storage.instantMs;
  }

  leaseRenewedMs(node: string): number | undefined {
    return this.#nodes?.leaseRenewedMs(node);
  }

  write<T>(action: () => T): T {
    return action();
  }

  /** The run is a replay in itself. */
  record(): void {}

  recordOnPod(): void {}
}

function answerOf({ status, headers, body }: Reply, feed: WatchFeed | undefined): ProgramAnswer {
  return { status, headers: fetched(headers), body: feed ?? bodyOf(body) };
}

/** Headers as a program gets them from `fetch`. */
function fetched(headers: ReplyHeaders): Headers {
  const made = new Headers();
  for (const [name, value] of Object.entries(headers)) for (const each of [value].flat()) made.append(name, each);
  return made;
}

function bodyOf(body: Reply["body"]): ProgramBody {
  if (typeof body === "string") return wholeBody(Buffer.from(body));
  if (body instanceof Uint8Array) return wholeBody(body);
  throw new Error("an answer continues that is not a watch");
}
