/**
 * Which callers are accepted: programs on this machine, but not web pages in its browsers.
 *
 * A page can send requests to loopback addresses, and its owner can point a domain name there, so that the browser
 * takes the server for the page's own (DNS rebinding). Browsers send the page (`Origin`) and the name they used
 * (`Host`).
 */

import { isIP } from "node:net";
import type { AskedHead } from "./incoming.ts";
import { HttpError } from "./status.ts";

/** Names of the server: on this machine, and of an API server inside a cluster. */
const OWN_NAMES = new Set([
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
]);

/** The settings that {@link checkCaller} depends on. */
export interface CallerRules {
  /** The address that the server listens on. */
  readonly host: string;
  /** Accept any host name, because clients authenticate with a token. */
  readonly trustsHost: boolean;
}

/** Returns the error for a request from a foreign web page; `undefined` for any other request. */
export function checkCaller({ headers, url }: AskedHead, rules: CallerRules): HttpError | undefined {
  const host = headers.get("host") ?? url.host;
  if (!rules.trustsHost && !isOwnName(nameIn(host), rules.host)) {
    return new HttpError(
      403,
      "Forbidden",
      `this server does not serve the host name ${JSON.stringify(host)}; use localhost`,
    );
  }
  const origin = headers.get("origin");
  if (origin === null || isSameHost(origin, host)) return undefined;
  return new HttpError(403, "Forbidden", `pages of ${origin} may not call this server`);
}

function isOwnName(name: string, listening: string): boolean {
  return isIP(name) !== 0 || name === listening || OWN_NAMES.has(name) || name.endsWith(".localhost");
}

/** The name or address in a `Host` header, without port and brackets. */
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
