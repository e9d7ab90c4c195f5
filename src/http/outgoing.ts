/** Answers as they go to a socket. */

import type { ServerResponse } from "node:http";
import { isWhole, type Receiver, type Reply, type ReplyHeaders, type Streamed } from "./reply.ts";

/** Sends an answer. */
export function send(reply: Reply, response: ServerResponse): void {
  const { status, headers, body } = reply;
  if (!isWhole(body)) {
    response.writeHead(status, written(headers));
    stream(body, response);
    return;
  }
  const length = Buffer.byteLength(body);
  response.writeHead(status, written({ ...headers, "Content-Length": String(length) }));
  if (typeof body !== "string") response.end(body);
  // Text of ASCII alone is the same in both, and is written faster in the simpler one.
  else response.end(body, length === body.length ? "latin1" : "utf8");
}

function written(headers: ReplyHeaders): Record<string, string | string[]> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name, typeof value === "string" ? value : [...value]] as const,
  );
  return Object.fromEntries(entries);
}

/** Sends a body as it comes, until it ends or its client is gone. */
function stream(body: Streamed, response: ServerResponse): void {
  // A HEAD has the headers of an answer only.
  if (response.req.method === "HEAD") {
    response.end();
    return;
  }
  response.flushHeaders();
  const sending = body.start(new Connection(response));
  response.on("drain", () => sending.sent());
  response.on("close", () => sending.stop());
  response.on("error", () => sending.stop());
}

class Connection implements Receiver {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get backlog(): number {
    return this.#response.writableLength;
  }

  write(bytes: Uint8Array): void {
    if (!this.#response.destroyed) this.#response.write(bytes);
  }

  end(): void {
    this.#response.end();
  }
}
