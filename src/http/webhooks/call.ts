/** Calls a webhook about a write: an AdmissionReview of admission.k8s.io/v1 over HTTP, with limits on time and size. */

import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import type { Webhook } from "../../api/kinds/webhook-configurations.ts";
import { MAX_BODY_BYTES } from "../incoming.ts";
import type { ReviewedWrite } from "./pass.ts";

const DEFAULT_TIMEOUT_SECONDS = 10;

/** The answer of a webhook. */
export interface WebhookVerdict {
  readonly isAllowed: boolean;
  /** The status of a refusal. */
  readonly status: JsonObject;
  /** A JSON patch of the object, if any. */
  readonly patch: unknown;
  readonly warnings: readonly string[];
}

/**
 * Calls a webhook.
 *
 * @throws Error if there is no answer, or an invalid one
 */
export async function ask(webhook: Webhook, write: ReviewedWrite, uid: string): Promise<WebhookVerdict> {
  const { clientConfig = {}, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = webhook;
  const url = new URL(clientConfig.url ?? "");
  url.pathname = cleanPath(url.pathname);
  url.searchParams.set("timeout", `${timeoutSeconds}s`);
  const body = JSON.stringify({
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: asked(write, uid),
  });
  const text = await post(url, body, timeoutSeconds * 1_000, clientConfig.caBundle);
  return readVerdict(JSON.parse(text), uid);
}

/** The path as client-go joins it (`path.Join`), without empty parts: those of envtest begin with two slashes. */
function cleanPath(path: string): string {
  return `/${path.split("/").filter(Boolean).join("/")}`;
}

function asked({ operation, of, namespace, name, subresource, ...write }: ReviewedWrite, uid: string): JsonObject {
  const { group, version, kind, plural, isNamespaced } = of;
  const { requested = of } = write;
  const what = { group, version, kind };
  const resource = { group, version, resource: plural };
  const part = subresource === "" ? {} : { subResource: subresource, requestSubResource: subresource };
  const named = name === "" ? {} : { name };
  return {
    uid,
    kind: what,
    resource,
    requestKind: { ...what, version: requested.version },
    requestResource: { ...resource, version: requested.version },
    ...part,
    ...named,
    ...(isNamespaced ? { namespace } : {}),
    operation,
    userInfo: write.user,
    object: write.object ?? null,
    oldObject: write.oldObject ?? null,
    dryRun: write.isDryRun,
    options: { kind: `${operation[0]}${operation.slice(1).toLowerCase()}Options`, apiVersion: "meta.k8s.io/v1" },
  };
}

function readVerdict(review: unknown, uid: string): WebhookVerdict {
  const response = isJsonObject(review) ? review.response : undefined;
  if (!isJsonObject(response)) throw new Error("webhook response was absent");
  if (response.uid !== uid) throw new Error(`expected response.uid=${JSON.stringify(uid)}`);
  const { allowed, status, patch, patchType, warnings } = response;
  if (patch !== undefined && patchType !== "JSONPatch")
    throw new Error("webhook returned response.patch but not response.patchType");
  return {
    isAllowed: allowed === true,
    status: isJsonObject(status) ? status : {},
    patch: typeof patch === "string" ? JSON.parse(Buffer.from(patch, "base64").toString("utf8")) : undefined,
    warnings: isJsonList(warnings) ? warnings.map(String) : [],
  };
}

function post(url: URL, body: string, timeoutMs: number, caBundle: string | undefined): Promise<string> {
  // As Go does, trust a bundle that has the certificate of the webhook but not who issued it: envtest writes such.
  const ca = caBundle === undefined ? {} : { ca: Buffer.from(caBundle, "base64"), allowPartialTrustChain: true };
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const options = { method: "POST", headers, signal: AbortSignal.timeout(timeoutMs), ...ca };
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === "https:" ? requestHttps : requestHttp)(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > MAX_BODY_BYTES) response.destroy(new Error("the response is too large"));
      });
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`the server responded with status code ${response.statusCode}`));
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
