/** Injects faults into requests of clients. */

import type { ClientFaults, ClientTrouble } from "../simulation/faults/client-fault.ts";
import { answerError } from "./answer.ts";
import { verbOf } from "./api.ts";
import { errorForm } from "./negotiation.ts";
import { toResponse } from "./reply.ts";
import { parsePath, type RequestInfo } from "./request-info.ts";
import type { App } from "./server.ts";
import { HttpError } from "./status.ts";

const TIMEOUT = "Timeout: request did not complete within the allotted timeout (a fault of the simulation)";

/** Reasons and messages as of a real server. */
const ERRORS: { readonly [C in Extract<ClientTrouble, { kind: "error" }>["code"]]: readonly [string, string] } = {
  409: ["Conflict", "the object has been modified; please apply your changes to the latest version and try again"],
  410: ["Expired", "The resourceVersion for the provided watch is too old."],
  429: ["TooManyRequests", "the server has received too many requests and has asked us to try again later"],
  500: ["InternalError", "Internal error occurred: a fault of the simulation"],
  504: ["Timeout", TIMEOUT],
};

/** Wraps an app with faults; `faults` returns the current ones. */
export function withClientFaults(app: App, faults: () => ClientFaults): App {
  return {
    fetch: (request) => {
      const trouble = meet(request, faults());
      return trouble === undefined ? app.fetch(request) : suffer(app, request, trouble);
    },
  };
}

function meet(request: Request, faults: ClientFaults): ClientTrouble | undefined {
  const { pathname, searchParams } = new URL(request.url);
  if (!pathname.startsWith("/api/") && !pathname.startsWith("/apis/")) return undefined;
  const info = readable(pathname);
  if (info === undefined) return undefined;
  return faults.meet({
    userAgent: request.headers.get("user-agent") ?? "",
    verb: verbOf(request.method, info, searchParams),
    resource: info.resource,
  });
}

/** Parses a path; the app refuses invalid ones. */
function readable(pathname: string): RequestInfo | undefined {
  try {
    return parsePath(pathname);
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}

async function suffer(app: App, request: Request, trouble: ClientTrouble): Promise<Response> {
  switch (trouble.kind) {
    case "error": {
      const { code, retryAfterSeconds } = trouble;
      const [reason, message] = ERRORS[code];
      const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      return toResponse(answerError(new HttpError(code, reason, message, details), errorForm(request)));
    }
    case "lost":
      await (await app.fetch(request)).body?.cancel();
      return toResponse(answerError(new HttpError(504, "Timeout", TIMEOUT), errorForm(request)));
    case "delay":
      await wait(trouble.delayMs);
      return app.fetch(request);
    case "stale":
      return app.fetch(request, { behindMs: trouble.behindMs });
    case "stall":
      return reshaped(await app.fetch(request), stalled(trouble.forMs));
    case "break":
      return broken(await app.fetch(request), trouble.afterMs);
    case "repeat":
      return reshaped(await app.fetch(request), repeated());
  }
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

type Reshape = TransformStream<Uint8Array, Uint8Array>;

function reshaped(response: Response, through: Reshape): Response {
  const { body, status, headers } = response;
  return body === null ? response : new Response(body.pipeThrough(through), { status, headers });
}

/** Delays the whole body. */
function stalled(forMs: number): Reshape {
  return new TransformStream({ start: () => wait(forMs) });
}

/** Sends every chunk twice; chunks are whole events. */
function repeated(): Reshape {
  return new TransformStream({
    transform: (chunk, controller) => {
      controller.enqueue(chunk);
      controller.enqueue(chunk);
    },
  });
}

/** Ends the body after a while, like a connection that is cut between two events. */
function broken(response: Response, afterMs: number): Response {
  const end = new AbortController();
  setTimeout(() => end.abort(), afterMs);
  const { body, status, headers } = response;
  if (body === null) return response;
  const reader = body.getReader();
  const cut = new Promise<{ readonly done: true; readonly value?: undefined }>((resolve) => {
    end.signal.addEventListener("abort", () => resolve({ done: true }), { once: true });
  });
  const shortened = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await Promise.race([reader.read(), cut]);
      if (!done) {
        controller.enqueue(value);
        return;
      }
      controller.close();
      await reader.cancel();
    },
    cancel: () => reader.cancel(),
  });
  return new Response(shortened, { status, headers });
}
