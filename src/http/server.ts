/** Serves a world on a port, on loopback unless configured otherwise. */

import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { answerError } from "./answer.ts";
import { bearerToken } from "./bearer-token.ts";
import { checkCaller } from "./caller.ts";
import type { Certificate } from "./certificate.ts";
import { type AskedHead, arrived, headOf } from "./incoming.ts";
import { send } from "./outgoing.ts";
import type { Asked, Reply } from "./reply.ts";
import { HttpError } from "./status.ts";

/** Options of {@link startServer}. */
export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The token that clients must send; required on addresses that others can reach. */
  readonly token?: string;
  /** Whether the server has issued another token itself. */
  readonly accepts?: (token: string) => boolean;
  /** Certificate for TLS, without which clients do not send tokens. */
  readonly certificate?: Certificate;
  /** Called when a request arrives; the returned function is called when it is answered. */
  readonly begin?: () => () => void;
}

/** Answers requests. */
export interface App {
  answer(request: Asked): Reply | Promise<Reply>;
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
  const { host, port, token, certificate } = options;
  if (!isLoopback(host) && token === undefined) throw new Error(`listening on ${host} needs a token`);
  const serve = (message: IncomingMessage, response: ServerResponse) => void answer(app, options, message, response);
  const settings = { keepAliveTimeout: IDLE_TIMEOUT_MS };
  const node =
    certificate === undefined
      ? createServer(settings, serve)
      : createSecureServer({ ...certificate, ...settings }, serve);
  const address = await listen(node, host, port);
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  const scheme = certificate === undefined ? "http" : "https";
  return { url: `${scheme}://${name}:${address.port}`, close: () => close(node) };
}

/** Answers one request; a client that goes away before it has sent its body gets no answer. */
async function answer(
  app: App,
  options: ListenOptions,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const head = headOf(message);
    const refusal = refusalOf(head, options);
    if (refusal === undefined) await answerAllowed(app, options, { head, message, response });
    else send(answerError(refusal), response);
  } catch (error) {
    if (error instanceof HttpError) send(answerError(error), response);
    else response.destroy();
  }
}

interface Exchange {
  readonly head: AskedHead;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

async function answerAllowed(app: App, { begin }: ListenOptions, { head, message, response }: Exchange): Promise<void> {
  const end = begin?.();
  try {
    send(await app.answer(await arrived(head, message)), response);
  } finally {
    end?.();
  }
}

function refusalOf(head: AskedHead, { host, token, accepts }: ListenOptions): HttpError | undefined {
  const strange = checkCaller(head, { host, trustsHost: token !== undefined });
  if (strange !== undefined) return strange;
  const isKnown = token === undefined || isAllowed(head, token, accepts);
  return isKnown ? undefined : new HttpError(401, "Unauthorized", "Unauthorized");
}

function isAllowed({ url, headers }: AskedHead, token: string, accepts: ListenOptions["accepts"]): boolean {
  if (OPEN_PATHS.has(url.pathname)) return true;
  const given = bearerToken(headers) ?? "";
  const [bytes, wanted] = [Buffer.from(given), Buffer.from(token)];
  return (bytes.length === wanted.length && timingSafeEqual(bytes, wanted)) || accepts?.(given) === true;
}

function listen(node: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    node.once("error", reject);
    node.listen(port, host, () => {
      node.off("error", reject);
      const address = node.address();
      if (address !== null && typeof address === "object") resolve(address);
      else reject(new Error(`${host} is no address`));
    });
  });
}

function close(node: Server): Promise<void> {
  return new Promise((done) => {
    const force = setTimeout(() => node.closeAllConnections(), CLOSE_GRACE_MS);
    node.close(() => {
      clearTimeout(force);
      done();
    });
  });
}
