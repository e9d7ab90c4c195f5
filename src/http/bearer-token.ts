/** The token that a client sends with a request. */

import type { AskedHeaders } from "./reply.ts";

const BEARER = /^Bearer +(\S+)$/i;

/** The token in the headers of a request, if there is one. */
export function bearerToken(headers: AskedHeaders): string | undefined {
  return BEARER.exec(headers.get("authorization") ?? "")?.[1];
}
