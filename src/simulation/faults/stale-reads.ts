/** Stale reads: gets and lists that are answered from a stale cache. */

import type { KubeObject } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { accepted, notFound, refused } from "../../apiserver/errors.ts";
import { type Commit, resourceOf } from "../../apiserver/log.ts";
import { answerList } from "../../apiserver/object-requests.ts";
import { type Answer, type Request, requestedResource } from "../../apiserver/requests.ts";
import type { StaleReads } from "./disturbance.ts";
import { listedAt } from "./stale-list.ts";

/** The history of commits, for stale answers. */
export class PastAnswers {
  readonly #server: ApiServer;
  readonly #disturbances: readonly StaleReads[];
  readonly #history: Commit[] = [];

  constructor(server: ApiServer, disturbances: readonly StaleReads[]) {
    this.#server = server;
    this.#disturbances = disturbances;
    if (disturbances.length === 0) return;
    server.storage.log.follow((entry) => {
      const commit = server.commitOf(entry);
      if (commit !== undefined) this.#history.push(commit);
    });
  }

  /** The stale answer to a read; `undefined` if the read is current. */
  answer(request: Request): Answer | undefined {
    if (this.#disturbances.length === 0 || (request.verb !== "get" && request.verb !== "list")) return undefined;
    const resource = requestedResource(request);
    const past = this.#pastOf(resource);
    const registry = this.#server.objects.named(resource);
    if (past === undefined || registry === undefined) return undefined;
    if (request.verb === "list") return answerList(registry.of, past.objects, past.version, request);
    const { namespace, name } = request;
    const isMeant = ({ metadata }: KubeObject) =>
      metadata.name === name && (!registry.of.isNamespaced || metadata.namespace === namespace);
    const found = past.objects.find(isMeant);
    return found === undefined ? refused(notFound(registry.of, name)) : accepted(found);
  }

  #pastOf(resource: string): { readonly objects: readonly KubeObject[]; readonly version: number } | undefined {
    const nowMs = this.#server.storage.timeMs;
    const ages = this.#disturbances
      .filter((found) => found.resource === resource && found.atMs <= nowMs && nowMs < found.atMs + found.forMs)
      .map(({ behindMs }) => behindMs);
    const sinceMs = nowMs - Math.max(0, ...ages);
    const since = this.#history.filter((commit) => commit.timeMs > sinceMs && resourceOf(commit) === resource);
    const [first] = since;
    if (ages.length === 0 || first === undefined) return undefined;
    const stored = this.#server.objects.named(resource)?.list() ?? [];
    return { objects: [...listedAt(stored, since).values()], version: first.resourceVersion - 1 };
  }
}
