/**
 * Requests with their body, and answers, both without anything to await.
 *
 * The HTTP server converts between these and sockets; a program inside the run gets its answer synchronously.
 */

/** A request whose body has arrived. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /**
   * The body, empty if there is none.
   *
   * @throws HttpError 413 if it was too large to be read
   */
  readonly bytes: () => Buffer;
  /** How far the cache that answers a read is behind, virtual milliseconds; it is not if absent. */
  readonly behindMs?: number;
}

/** A body that continues as the world does. */
export interface Streamed {
  stream(): ReadableStream<Uint8Array>;
}

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Uint8Array | Streamed;
}

/** A complete answer. */
export function textReply(body: string, contentType: string, status = 200): Reply {
  return { status, headers: new Headers({ "Content-Type": contentType }), body };
}

/** Converts an answer to the Fetch API. */
export function toResponse({ status, headers, body }: Reply): Response {
  const sent = typeof body === "string" || body instanceof Uint8Array ? body : body.stream();
  return new Response(sent, { status, headers });
}
