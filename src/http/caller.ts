/**
 * Who may call: programs on this machine, and not the pages that a browser on it shows.
 *
 * A page can send requests to loopback addresses, and a name that its owner points there makes the server look like the
 * page's own. Browsers say which page asks (`Origin`) and which name was used (`Host`).
 */

import { isIP } from "node:net";
import { HttpError } from "./status.ts";

/** Names under which clients reach a server: of this machine, and of an API server inside a cluster. */
const OWN_NAMES = new Set([
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
]);

export interface CallerRules {
  /** The address that the server listens on. */
  readonly host: string;
  /** Any name will do: clients prove by a token that they may call. */
  readonly trustsHost: boolean;
}

/** The error that a request of a strange page gets; `undefined` for any other request. */
export function checkCaller(request: Request, rules: CallerRules): HttpError | undefined {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (!rules.trustsHost && !isOwnName(nameIn(host), rules.host)) {
    return new HttpError(403, "Forbidden", `this server does not answer as ${JSON.stringify(host)}; ask for localhost`);
  }
  const origin = request.headers.get("origin");
  if (origin === null || isSameHost(origin, host)) return undefined;
  return new HttpError(403, "Forbidden", `pages of ${origin} may not call this server`);
}

function isOwnName(name: string, listening: string): boolean {
  return isIP(name) !== 0 || name === listening || OWN_NAMES.has(name) || name.endsWith(".localhost");
}

/** The name or address of a `Host` header, without port and brackets. */
function nameIn(host: string): string {
  return host
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();
}

function isSameHost(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
