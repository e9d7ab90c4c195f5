/** The HTTP application: all paths that the server knows, and the answer to unknown ones. */

import type { KubeObject } from "../api/types.ts";
import { resourceOf } from "../apiserver/log.ts";
import { answerError, answerJson } from "./answer.ts";
import { type AnswerWatch, type Api, answerApi } from "./api.ts";
import { shapeOfObjects } from "./apply/field-shape.ts";
import { ManagedFields } from "./apply/managed-fields.ts";
import { answerBinding } from "./binding.ts";
import type { ApiRequest, World } from "./context.ts";
import { discover, groupVersionPaths } from "./discovery.ts";
import { answerEviction } from "./eviction.ts";
import { errorForm } from "./negotiation.ts";
import type { OpenApiDocuments } from "./openapi/documents.ts";
import { acceptsOpenApiProtobuf, OPENAPI_V2_PROTOBUF } from "./openapi/protobuf.ts";
import { logsOf } from "./pod-log.ts";
import { type Asked, type Reply, textReply, withHeaders } from "./reply.ts";
import { BATCH_V1, BATCH_V2ALPHA1 } from "./resources/job-versions.ts";
import { jobResource } from "./resources/jobs.ts";
import { podResource } from "./resources/pods.ts";
import type { RestResource } from "./resources/resource.ts";
import { reviewResources } from "./resources/reviews.ts";
import { ServedResources } from "./served-resources.ts";
import type { App } from "./server.ts";
import { HttpError, methodNotAllowed, notFoundIn, unknownResource } from "./status.ts";
import { answerTokenRequest } from "./token-request.ts";
import { versionInfo } from "./version.ts";
import { answerWatch } from "./watch.ts";
import { WatchHub } from "./watch-hub.ts";
import { Intercepted } from "./webhooks/pass.ts";
import { type PassAnswer, Webhooks } from "./webhooks/webhooks.ts";

const PLAIN_TEXT = "text/plain;charset=UTF-8";
const HEALTH_PATHS = new Set(["/healthz", "/livez", "/readyz"]);

/** Answers paths outside the Kubernetes API; `undefined` for all others. */
export type MoreRoutes = (request: Asked) => Reply | undefined;

/** Makes the application that serves a world. */
export function createApp(world: World, more?: MoreRoutes): App {
  const answer = createAnswers(world, { more });
  const webhooks = new Webhooks(world, answer);
  return { answer: (request) => webhooks.answer(request) };
}

/** Options of {@link createAnswers}. */
export interface AnswersOptions {
  readonly more?: MoreRoutes | undefined;
  /** How watches are answered; from the log as it grows, by default. */
  readonly watch?: AnswerWatch;
  /** Called with each error that is answered. */
  readonly refused?: (error: HttpError) => void;
}

/** Creates the function that answers requests to a world, without waiting. */
export function createAnswers(world: World, options: AnswersOptions): PassAnswer {
  const { more = () => undefined, refused = () => {} } = options;
  const watches = options.watch === undefined ? openWatches(world) : { watch: options.watch };
  const resources = new ServedResources(world, createApi(world, watches.watch), watches.withdrawn);
  return (request, admission) => {
    const warnings: string[] = [];
    try {
      const { api, documents } = resources.now();
      const reply =
        answerDocument(api, documents, request) ?? more(request) ?? answerApi(api, request, warnings, admission);
      return reply ?? answerUnknown(resources.now().api, request);
    } catch (thrown) {
      if (thrown instanceof Intercepted) throw thrown;
      const error = asHttpError(thrown);
      refused(error);
      return answerError(error, errorForm(request), warnings);
    }
  };
}

interface Watches {
  readonly watch: AnswerWatch;
  readonly withdrawn?: (resources: ReadonlySet<RestResource>) => void;
}

/** Watches that read the log as it grows. */
function openWatches(world: World): Watches {
  const hub = new WatchHub(world);
  return {
    watch: (request, options) => {
      hub.checkRoom();
      return answerWatch(request, options, hub);
    },
    withdrawn: (resources) => hub.endOf(resources),
  };
}

function createApi(world: World, watch: AnswerWatch): Api {
  const { server } = world;
  const { log } = server.storage;
  const managedFields = new ManagedFields(log, server.storage.instantMs - server.storage.timeMs, (commit) => {
    const of = server.objects.kinds.find(({ resource }) => resource === resourceOf(commit));
    return shapeOfObjects(of?.schema, of?.strategy.structuralSchema?.());
  });
  const extras = (object: KubeObject) => managedFields.metadataOf(object);
  const jobs = [BATCH_V1, BATCH_V2ALPHA1].map((version) => jobResource(world, version, extras));
  return {
    world,
    resources: [...jobs, podResource(world, extras), ...reviewResources(world)],
    managedFields,
    watch,
    subresources: {
      "pods/attach": refuseStream,
      "pods/binding": answerBinding,
      "pods/eviction": answerEviction,
      "pods/exec": refuseStream,
      "pods/log": logsOf(new WatchHub(world)),
      "pods/portforward": refuseStream,
      "serviceaccounts/token": answerTokenRequest,
    },
  };
}

/** What nothing can be done to: no process runs in a simulated container. */
const STREAMED: Readonly<Record<string, string>> = {
  attach: "attached to",
  exec: "executed in",
  portforward: "forwarded to",
};

/** Refuses any request to `pods/NAME/exec`, `attach` or `portforward`, with an explanation. */
function refuseStream({ world, info }: ApiRequest): never {
  const { namespace = "", name = "", subresource = "" } = info;
  if (world.server.pods.pods.get(namespace, name) === undefined) throw notFoundIn("", "pods", name);
  const message = `jobsim simulates pods: no process runs in pod ${name}, so nothing can be ${STREAMED[subresource] ?? "streamed from"} it`;
  throw new HttpError(501, "NotImplemented", message);
}

/**
 * Answers an unknown path: the API does so for paths of a known group version, the server for all others.
 *
 * @throws HttpError 404
 */
function answerUnknown({ resources }: Api, request: Asked): Reply {
  const { pathname } = request.url;
  const served = groupVersionPaths(resources.map(({ definition }) => definition));
  if (served.some((path) => pathname.startsWith(`/${path}/`))) throw unknownResource();
  return textReply("404 page not found\n", PLAIN_TEXT, 404);
}

/** Answers paths that do not depend on the state of the world: health, version, discovery and OpenAPI. */
function answerDocument({ world, resources }: Api, documents: OpenApiDocuments, request: Asked): Reply | undefined {
  const { pathname } = request.url;
  const text = documents.at(pathname);
  const isVersion = pathname === "/version" || pathname === "/version/";
  const definitions = resources.map(({ definition }) => definition);
  const discovered = discover(definitions, pathname, request.headers.get("accept") ?? "");
  const isHealth = HEALTH_PATHS.has(pathname);
  if (text === undefined && discovered === undefined && !isHealth && !isVersion) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") throw methodNotAllowed();
  if (isHealth) return textReply("ok", PLAIN_TEXT);
  if (isVersion) return answerJson(versionInfo(world.kubernetes));
  if (pathname === "/openapi/v2" && acceptsOpenApiProtobuf(request.headers.get("accept") ?? "")) {
    return { status: 200, headers: { "Content-Type": OPENAPI_V2_PROTOBUF }, body: documents.version2Protobuf() };
  }
  if (text !== undefined) return textReply(text, "application/json");
  const reply = answerJson(discovered?.body ?? {});
  const { contentType } = discovered ?? {};
  return contentType === undefined ? reply : withHeaders(reply, { "Content-Type": contentType });
}

/** Any other error is a defect, of which clients only see an internal error. */
function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new HttpError(500, "InternalError", `Internal error occurred: ${message}`);
}
