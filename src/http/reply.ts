/**
 * A request with its body, and the answer to it, both without anything that has to be awaited.
 *
 * Whoever listens on sockets turns one into the other at the edge; a program that lives in the run itself gets its
 * answer at once.
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

/** A body that goes on while the world does. */
export interface Streamed {
  stream(): ReadableStream<Uint8Array>;
}

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Uint8Array | Streamed;
}

/** An answer that is all there. */
export function textReply(body: string, contentType: string, status = 200): Reply {
  return { status, headers: new Headers({ "Content-Type": contentType }), body };
}

/** The answer as the Fetch API has it. */
export function toResponse({ status, headers, body }: Reply): Response {
  const sent = typeof body === "string" || body instanceof Uint8Array ? body : body.stream();
  return new Response(sent, { status, headers });
}
