/**
 * Requests with their body, and answers, both without anything to await.
 *
 * The HTTP server converts between these and sockets; a program inside the run gets its answer synchronously.
 */

/** The headers of a request, by names in lower case. */
export interface AskedHeaders {
  get(name: string): string | null;
}

/** A request whose body has arrived. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: AskedHeaders;
  /**
   * The body, empty if there is none.
   *
   * @throws HttpError 413 if it was too large to be read
   */
  readonly bytes: () => Buffer;
  /** How far the cache that answers a read is behind, virtual milliseconds; it is not if absent. */
  readonly behindMs?: number;
}

/** The connection of a client, as what sends a body sees it. */
export interface Receiver {
  /** Bytes that wait to be sent. */
  readonly backlog: number;
  write(bytes: Uint8Array): void;
  end(): void;
}

/** A body on its way. */
export interface Sending {
  /** All that was written has been sent. */
  sent(): void;
  /** The client is gone. */
  stop(): void;
}

/** A body that continues as the world does. */
export interface Streamed {
  start(to: Receiver): Sending;
}

/** Headers of an answer; one that has several values is repeated. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>;

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: string | Uint8Array | Streamed;
}

/** A complete answer. */
export function textReply(body: string, contentType: string, status = 200): Reply {
  return { status, headers: { "Content-Type": contentType }, body };
}

/** The answer with more headers; those that it has already are replaced. */
export function withHeaders(reply: Reply, more: ReplyHeaders): Reply {
  return { ...reply, headers: { ...reply.headers, ...more } };
}

/** Whether a body is there as a whole. */
export function isWhole(body: Reply["body"]): body is string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array;
}
