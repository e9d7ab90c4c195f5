/** Serves a world on a port, on loopback unless configured otherwise. */

import { timingSafeEqual } from "node:crypto";
import { createServer } from "node:https";
import { serve } from "@hono/node-server";
import { answerError } from "./answer.ts";
import { checkCaller } from "./caller.ts";
import type { Certificate } from "./certificate.ts";
import { toResponse } from "./reply.ts";
import { HttpError } from "./status.ts";

/** Options of {@link startServer}. */
export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The token that clients must send; required on addresses that others can reach. */
  readonly token?: string;
  /** Certificate for TLS, without which clients do not send tokens. */
  readonly certificate?: Certificate;
  /** Called when a request arrives; the returned function is called when it is answered. */
  readonly begin?: () => () => void;
}

/** Answers requests of the Fetch API. */
export interface App {
  fetch(request: Request, circumstances?: RequestCircumstances): Response | Promise<Response>;
}

/** What else there is to a request. */
export interface RequestCircumstances {
  /** How far the cache that answers it is behind, virtual milliseconds. */
  readonly behindMs?: number;
}

/** A running server. */
export interface RunningServer {
  readonly url: string;
  /** Ends all watches and connections. */
  close(): Promise<void>;
}

/** How long requests have to finish when the server closes. */
const CLOSE_GRACE_MS = 500;
/** How long a connection without a request stays open, as in kube-apiserver: clients that reuse one sooner find it. */
const IDLE_TIMEOUT_MS = 90_000;
const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);
/** Paths for probes, which need no token, as in Kubernetes. */
const OPEN_PATHS = new Set(["/healthz", "/livez", "/readyz"]);

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

/**
 * Starts a server.
 *
 * @param app answers the requests that are allowed
 * @throws Error if others can reach the address and there is no token, or if the address is not available
 */
export async function startServer(app: App, options: ListenOptions): Promise<RunningServer> {
  const { host, port, token, certificate, begin } = options;
  if (!isLoopback(host) && token === undefined) throw new Error(`listening on ${host} needs a token`);
  const fetch = (request: Request) => {
    const strange = checkCaller(request, { host, trustsHost: token !== undefined });
    if (strange !== undefined) return toResponse(answerError(strange));
    if (token === undefined || isAllowed(request, token)) return untilAnswered(begin, () => app.fetch(request));
    return toResponse(answerError(new HttpError(401, "Unauthorized", "Unauthorized")));
  };
  return new Promise((resolve, reject) => {
    const tls = certificate === undefined ? {} : { createServer };
    const serverOptions = { ...certificate, keepAliveTimeout: IDLE_TIMEOUT_MS };
    const node = serve({ fetch, hostname: host, port, ...tls, serverOptions }, (address) => {
      node.off("error", reject);
      const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
      const close = () =>
        new Promise<void>((done) => {
          const force = setTimeout(() => "closeAllConnections" in node && node.closeAllConnections(), CLOSE_GRACE_MS);
          node.close(() => {
            clearTimeout(force);
            done();
          });
        });
      const scheme = certificate === undefined ? "http" : "https";
      resolve({ url: `${scheme}://${name}:${address.port}`, close });
    });
    node.once("error", reject);
  });
}

async function untilAnswered(
  begin: ListenOptions["begin"],
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const end = begin?.();
  try {
    return await answer();
  } finally {
    end?.();
  }
}

function isAllowed(request: Request, token: string): boolean {
  if (OPEN_PATHS.has(new URL(request.url).pathname)) return true;
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
