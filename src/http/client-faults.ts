/** Injects faults into requests of clients. */

import type { ClientFaults, ClientTrouble } from "../simulation/faults/client-fault.ts";
import { answerError } from "./answer.ts";
import { verbOf } from "./api.ts";
import { errorForm } from "./negotiation.ts";
import { type Asked, isWhole, type Receiver, type Reply, type Sending, type Streamed } from "./reply.ts";
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
    answer: (request) => {
      const trouble = meet(request, faults());
      return trouble === undefined ? app.answer(request) : suffer(app, request, trouble);
    },
  };
}

function meet({ url, method, headers }: Asked, faults: ClientFaults): ClientTrouble | undefined {
  const { pathname, searchParams } = url;
  if (faults.isEmpty || (!pathname.startsWith("/api/") && !pathname.startsWith("/apis/"))) return undefined;
  const info = readable(pathname);
  if (info === undefined) return undefined;
  return faults.meet({
    userAgent: headers.get("user-agent") ?? "",
    verb: verbOf(method, info, searchParams),
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

async function suffer(app: App, request: Asked, trouble: ClientTrouble): Promise<Reply> {
  switch (trouble.kind) {
    case "error": {
      const { code, retryAfterSeconds } = trouble;
      const [reason, message] = ERRORS[code];
      const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      return answerError(new HttpError(code, reason, message, details), errorForm(request));
    }
    case "lost":
      await app.answer(request);
      return answerError(new HttpError(504, "Timeout", TIMEOUT), errorForm(request));
    case "delay":
      await wait(trouble.delayMs);
      return app.answer(request);
    case "stale":
      return app.answer({ ...request, behindMs: trouble.behindMs });
    case "stall":
      return reshaped(await app.answer(request), (body) => stalled(body, trouble.forMs));
    case "break":
      return reshaped(await app.answer(request), (body) => broken(body, trouble.afterMs));
    case "repeat":
      return reshaped(await app.answer(request), repeated);
  }
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

function reshaped(reply: Reply, reshape: (body: Streamed) => Streamed): Reply {
  return isWhole(reply.body) ? reply : { ...reply, body: reshape(reply.body) };
}

/** Begins later. */
function stalled(body: Streamed, forMs: number): Streamed {
  return {
    start: (to) => {
      let sending: Sending | undefined;
      const begin = setTimeout(() => {
        sending = body.start(to);
      }, forMs);
      const stop = () => {
        clearTimeout(begin);
        sending?.stop();
      };
      return { sent: () => sending?.sent(), stop };
    },
  };
}

/** Sends every chunk twice; chunks are whole events. */
function repeated(body: Streamed): Streamed {
  return {
    start: (to) => {
      const twice: Receiver = {
        get backlog() {
          return to.backlog;
        },
        write: (bytes) => {
          to.write(bytes);
          to.write(bytes);
        },
        end: () => to.end(),
      };
      return body.start(twice);
    },
  };
}

/** Ends the body after a while, like a connection that is cut between two events. */
function broken(body: Streamed, afterMs: number): Streamed {
  return {
    start: (to) => {
      const sending = body.start(to);
      const cut = setTimeout(() => {
        sending.stop();
        to.end();
      }, afterMs);
      const stop = () => {
        clearTimeout(cut);
        sending.stop();
      };
      return { sent: () => sending.sent(), stop };
    },
  };
}
