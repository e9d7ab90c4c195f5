/** Requests as they come from a socket. */

import type { IncomingMessage } from "node:http";
import type { Asked, AskedHeaders } from "./reply.ts";
import { badRequest, tooLarge } from "./status.ts";

/** The size limit of kube-apiserver. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

const NO_BYTES = Buffer.alloc(0);

/** What of a request comes before its body. */
export type AskedHead = Pick<Asked, "method" | "url" | "headers">;

/**
 * The method, the path and the headers of a request.
 *
 * @throws HttpError 400 for a path that is none
 */
export function headOf(message: IncomingMessage): AskedHead {
  return { method: message.method ?? "GET", url: urlOf(message.url ?? "/"), headers: new MessageHeaders(message) };
}

/** Waits for the body of a request; rejects if its client goes away before. */
export async function arrived(head: AskedHead, message: IncomingMessage): Promise<Asked> {
  const bytes = await readBytes(message);
  return { ...head, bytes: () => within(bytes) };
}

class MessageHeaders implements AskedHeaders {
  readonly #message: IncomingMessage;

  constructor(message: IncomingMessage) {
    this.#message = message;
  }

  get(name: string): string | null {
    const value = this.#message.headers[name];
    if (value === undefined) return null;
    return typeof value === "string" ? value : value.join(", ");
  }
}

/** Clients name a path, or a whole address. */
function urlOf(text: string): URL {
  const url = text.startsWith("/") ? `http://localhost${text}` : text;
  if (!URL.canParse(url)) throw badRequest(`invalid URL ${JSON.stringify(text)}`);
  return new URL(url);
}

/** The bytes of a body; `undefined` if it exceeds the limit, in which case the rest is not kept. */
function readBytes(message: IncomingMessage): Buffer | undefined | Promise<Buffer | undefined> {
  if (message.method === "GET" || message.method === "HEAD") return NO_BYTES;
  if (Number(message.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return undefined;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    message.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    message.on("error", reject);
  });
}

function within(bytes: Buffer | undefined): Buffer {
  if (bytes === undefined) throw tooLarge(`Request entity too large: limit is ${MAX_BODY_BYTES}`);
  return bytes;
}
