/** The API in the style of client libraries: promises that resolve with objects, and reject with errors. */

import type { JsonObject } from "../../api/json.ts";
import type { Job, JobStatus, Pod } from "../../api/types.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { Answer, NewPod, Propagation, Request } from "../../apiserver/requests.ts";
import type { Client, Process } from "../../controller/process.ts";
import type { Host } from "./controllers.ts";

/** What a call is refused with. */
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

/** Live reads and writes: no cache in between. */
export class AsyncApi {
  readonly #host: Host;
  readonly #client: Client;

  /** @param client connection of the process: it fails and dies with it */
  constructor(host: Host, client: Client) {
    this.#host = host;
    this.#client = client;
  }

  /** The Job as it is stored now; `undefined` where there is none. */
  async getJob(namespace: string, name: string): Promise<Job | undefined> {
    return this.#host.server.jobs.jobs.get(namespace, name);
  }

  /** All Jobs of a namespace, as they are stored now. */
  async listJobs(namespace: string): Promise<readonly Job[]> {
    return [...this.#host.server.jobs.jobs.inNamespace(namespace)];
  }

  /** All pods of a namespace, as they are stored now. */
  async listPods(namespace: string): Promise<readonly Pod[]> {
    return [...this.#host.server.pods.pods.inNamespace(namespace)];
  }

  async createJob(manifest: JsonObject): Promise<Job> {
    return jobOf(await this.#send({ resource: "jobs", verb: "create", manifest }));
  }

  /** Applies a strategic merge patch; null removes a field. */
  async patchJob(namespace: string, name: string, patch: JsonObject): Promise<Job> {
    return jobOf(await this.#send({ resource: "jobs", verb: "patch", namespace, name, patch }));
  }

  /** Replaces the status; an outdated `metadata.resourceVersion` is a conflict. */
  async updateJobStatus(job: Job, status: JobStatus): Promise<Job> {
    const { namespace, name } = job.metadata;
    const request: Request = { resource: "jobs", verb: "updateStatus", namespace, name, job: { ...job, status } };
    return jobOf(await this.#send(request));
  }

  async deleteJob(namespace: string, name: string, propagation: Propagation = "Background"): Promise<void> {
    await this.#send({ resource: "jobs", verb: "delete", namespace, name, propagation });
  }

  async createPod(pod: NewPod): Promise<Pod> {
    return podOf(await this.#send({ resource: "pods", verb: "create", pod }));
  }

  async deletePod(namespace: string, name: string): Promise<void> {
    await this.#send({ resource: "pods", verb: "delete", namespace, name });
  }

  #send(request: Request): Promise<Job | Pod> {
    return new Promise((resolve, reject) => {
      this.#client.run(single(request), (answer) => {
        this.#host.awaitTurn();
        if (answer.ok) resolve(answer.object);
        else reject(new ApiRequestError(answer.error));
      });
    });
  }
}

function* single(request: Request): Process<Answer> {
  const [answer] = yield [request];
  return answer ?? { ok: false, error: { reason: "InternalError", message: "the request got no answer" } };
}

function jobOf(object: Job | Pod): Job {
  if (object.kind === "Job") return object;
  throw new TypeError("the API answered with a pod where a Job was asked for");
}

function podOf(object: Job | Pod): Pod {
  if (object.kind === "Pod") return object;
  throw new TypeError("the API answered with a Job where a pod was asked for");
}
