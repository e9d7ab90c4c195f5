/** The API in the style of client libraries: promises that resolve with objects or reject with errors. */

import type { JsonObject } from "../../api/json.ts";
import type { Kind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { Patch } from "../../api/patch.ts";
import type { Job, JobStatus, KubeObject, Pod } from "../../api/types.ts";
import type { ApiError, Result } from "../../apiserver/errors.ts";
import type { Answer, NewPod, Propagation, Request } from "../../apiserver/requests.ts";
import { calls, type DeleteCallOptions, type Draft, type ListCallOptions, resultOf } from "../../controller/calls.ts";
import type { Client, Process } from "../../controller/process.ts";
import { Phase } from "../../engine/event-loop.ts";
import { endlessInstant } from "../../engine/restless.ts";
import type { Host } from "./controllers.ts";
import { MOST_AT_ONCE } from "./most-at-once.ts";
import { observed } from "./reconcile-observer.ts";

/** The error of a call that the API rejects. */
export class ApiRequestError extends Error {
  override readonly name = "ApiRequestError";
  readonly reason: ApiError["reason"];
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(error.message);
    this.reason = error.reason;
    this.error = error;
  }
}

/** Live reads and writes without a cache. The latency and faults of the run apply to every call, including reads. */
export class AsyncApi {
  readonly #host: Host;
  readonly #client: Client;
  #inFlight = 0;
  #inARow = 0;
  /** How many events had run at the last call. */
  #countedAt = -1;
  #answered: () => void = () => {};

  /** @param client the connection of the process, which is cut when the process dies */
  constructor(host: Host, client: Client) {
    this.#host = host;
    this.#client = client;
  }

  /** Whether a call is pending; calls of a process that died are never answered. */
  get isBusy(): boolean {
    return this.#inFlight > 0;
  }

  /** Sets a callback for when a call has been answered. */
  onAnswer(answered: () => void): void {
    this.#answered = answered;
  }

  /** The stored object; `undefined` if there is none. */
  async get<T extends KubeObject>(of: Kind<T>, namespace: string, name: string): Promise<T | undefined> {
    const found = await this.#run(calls.get(of, namespace, name));
    if (!found.ok && found.error.reason === "NotFound") return undefined;
    return objectIn(found);
  }

  /** The stored objects of a kind, optionally only those of a namespace or those that a selector matches. */
  async list<T extends KubeObject>(of: Kind<T>, options: ListCallOptions = {}): Promise<readonly T[]> {
    return objectIn(await this.#run(calls.list(of, options))).items;
  }

  async create<T extends KubeObject>(of: Kind<T>, manifest: Draft<T>): Promise<T> {
    return objectIn(await this.#run(calls.create(of, manifest)));
  }

  /** Replaces an object; an outdated `metadata.resourceVersion` is a conflict. */
  async update<T extends KubeObject>(of: Kind<T>, object: T): Promise<T> {
    return objectIn(await this.#run(calls.update(of, object)));
  }

  /** Replaces only the status; an outdated `metadata.resourceVersion` is a conflict. */
  async updateStatus<T extends KubeObject>(of: Kind<T>, object: T): Promise<T> {
    return objectIn(await this.#run(calls.updateStatus(of, object)));
  }

  async patch<T extends KubeObject>(of: Kind<T>, namespace: string, name: string, patch: Patch): Promise<T> {
    return objectIn(await this.#run(calls.patch(of, namespace, name, patch)));
  }

  async patchStatus<T extends KubeObject>(of: Kind<T>, namespace: string, name: string, patch: Patch): Promise<T> {
    return objectIn(await this.#run(calls.patchStatus(of, namespace, name, patch)));
  }

  async delete<T extends KubeObject>(
    of: Kind<T>,
    namespace: string,
    name: string,
    options: DeleteCallOptions = {},
  ): Promise<void> {
    objectIn(await this.#run(calls.delete(of, namespace, name, options)));
  }

  /** The stored Job; `undefined` if there is none. */
  getJob(namespace: string, name: string): Promise<Job | undefined> {
    return this.get(JOB, namespace, name);
  }

  /** All stored Jobs of a namespace. */
  listJobs(namespace: string): Promise<readonly Job[]> {
    return this.list(JOB, { namespace });
  }

  /** All stored pods of a namespace. */
  listPods(namespace: string): Promise<readonly Pod[]> {
    return this.list(POD, { namespace });
  }

  createJob(manifest: JsonObject): Promise<Job> {
    return this.#send(JOB, { resource: "jobs", verb: "create", manifest });
  }

  /** Applies a strategic merge patch; null removes a field. */
  patchJob(namespace: string, name: string, patch: JsonObject): Promise<Job> {
    return this.#send(JOB, { resource: "jobs", verb: "patch", namespace, name, patch });
  }

  /** Replaces the status; an outdated `metadata.resourceVersion` is a conflict. */
  updateJobStatus(job: Job, status: JobStatus): Promise<Job> {
    const { namespace, name } = job.metadata;
    return this.#send(JOB, { resource: "jobs", verb: "updateStatus", namespace, name, job: { ...job, status } });
  }

  async deleteJob(namespace: string, name: string, propagation: Propagation = "Background"): Promise<void> {
    await this.#send(JOB, { resource: "jobs", verb: "delete", namespace, name, propagation });
  }

  createPod(pod: NewPod): Promise<Pod> {
    return this.#send(POD, { resource: "pods", verb: "create", pod });
  }

  async deletePod(namespace: string, name: string): Promise<void> {
    await this.#send(POD, { resource: "pods", verb: "delete", namespace, name });
  }

  /** Counts a call; after too many in a row the run ends, and the call is never answered. */
  #mayCall(): boolean {
    const { loop } = this.#host;
    if (this.#countedAt !== loop.executed) this.#inARow = 0;
    this.#countedAt = loop.executed;
    this.#inARow++;
    if (this.#inARow <= MOST_AT_ONCE.calls) return true;
    const calls = MOST_AT_ONCE.calls.toLocaleString("en");
    loop.schedule(loop.nowMs, Phase.control, () => {
      throw endlessInstant(`more than ${calls} calls follow each other without a wait`, loop.nowMs);
    });
    return false;
  }

  async #send<T extends KubeObject>(of: Kind<T>, request: Request): Promise<T> {
    return objectIn(resultOf(of, await this.#run(single(request))));
  }

  #run<R>(process: Process<R>): Promise<R> {
    const { loop, observer } = this.#host;
    if (!this.#mayCall()) return new Promise(() => {});
    const activity = observer?.current;
    const sent = observer === undefined || activity === undefined ? process : observed(process, activity, observer);
    this.#inFlight++;
    return new Promise((resolve) => {
      this.#client.run(sent, (result) => {
        this.#inFlight--;
        // The waiting function runs, and can send more calls, before its process counts as idle.
        loop.schedule(loop.nowMs, Phase.late, this.#client.hold());
        this.#host.awaitTurn();
        this.#answered();
        resolve(result);
      });
    });
  }
}

function* single(request: Request): Process<Answer | undefined> {
  const [answer] = yield [request];
  return answer;
}

function objectIn<T>(result: Result<T>): T {
  if (result.ok) return result.object;
  throw new ApiRequestError(result.error);
}
