/** Requests that need a process in a container; none runs here, so they are refused with an explanation. */

import type { ApiRequest } from "./context.ts";
import { HttpError, notFoundIn } from "./status.ts";

const WHAT: Readonly<Record<string, string>> = {
  attach: "attached to",
  exec: "executed in",
  portforward: "forwarded to",
};

/** Any request to `pods/NAME/exec`, `attach` or `portforward`. */
export function refuseStream({ world, info }: ApiRequest): never {
  const { namespace = "", name = "", subresource = "" } = info;
  if (world.server.pods.pods.get(namespace, name) === undefined) throw notFoundIn("", "pods", name);
  const message = `jobsim simulates pods: no process runs in pod ${name}, so nothing can be ${WHAT[subresource] ?? "streamed from"} it`;
  throw new HttpError(501, "NotImplemented", message);
}
