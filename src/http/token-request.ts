/** `serviceaccounts/NAME/token`: a client asks for a token of a service account. */

import type { FieldError } from "../api/field-path.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../api/json.ts";
import { SERVICE_ACCOUNT } from "../api/kinds/simple-kinds.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { ObjectMeta } from "../api/types.ts";
import { invalid as invalidField } from "../api/validation/errors.ts";
import { conflict, invalid } from "../apiserver/errors.ts";
import { answerJson } from "./answer.ts";
import { readBody } from "./body.ts";
import type { ApiRequest, World } from "./context.ts";
import { readWriteOptions } from "./options.ts";
import type { Reply } from "./reply.ts";
import {
  BOUND_KINDS,
  type BoundKind,
  isBoundKind,
  issueToken,
  OWN_AUDIENCE,
  type TokenClaims,
} from "./service-account-tokens.ts";
import { badRequest, fromApiError, methodNotAllowed, notFoundIn } from "./status.ts";

const GROUP = "authentication.k8s.io";
const KIND = "TokenRequest";
const NAMES = { group: GROUP, plural: "tokenrequests", kind: KIND, qualifiedResource: `${KIND}.${GROUP}` };
const DEFAULT_SECONDS = 3_600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

/** The subresource in discovery. */
export const TOKEN_SUBRESOURCE = { name: "token", kind: KIND, verbs: ["create"], group: GROUP, version: "v1" } as const;

/** POST of a TokenRequest. */
export function answerTokenRequest({ request, info, query, world, form }: ApiRequest): Reply {
  if (request.method !== "POST") throw methodNotAllowed();
  readWriteOptions("CreateOptions", query);
  const { value } = readBody(request, KIND);
  if (!isJsonObject(value)) throw badRequest("the body must be a TokenRequest, an object");
  const { namespace = "", name = "" } = info;
  checkTarget(value, { namespace, name });
  const account = world.server.objects.get(SERVICE_ACCOUNT, namespace, name)?.metadata;
  if (account === undefined) throw notFoundIn("", "serviceaccounts", name);
  const spec = isJsonObject(value.spec) ? value.spec : {};
  const seconds = secondsOf(spec);
  const audiences = audiencesOf(spec);
  const issuedAt = Math.floor(world.nowMs() / 1_000);
  const claims: TokenClaims = {
    namespace,
    account: { name, uid: account.uid },
    bound: boundIn(world, spec.boundObjectRef, account),
    audiences: audiences.length === 0 ? [OWN_AUDIENCE] : audiences,
    issuedAt,
    expiresAt: issuedAt + seconds,
  };
  const body = {
    kind: KIND,
    apiVersion: `${GROUP}/v1`,
    metadata: { name, namespace, creationTimestamp: formatTimestamp(issuedAt * 1_000) },
    spec: { audiences: claims.audiences, expirationSeconds: seconds, boundObjectRef: spec.boundObjectRef ?? null },
    status: {
      token: issueToken(world, claims),
      expirationTimestamp: formatTimestamp(claims.expiresAt * 1_000),
    },
  };
  return answerJson(body, 201, form);
}

/** A body may repeat the account and its namespace. */
function checkTarget({ metadata }: JsonObject, target: { readonly namespace: string; readonly name: string }): void {
  const given = isJsonObject(metadata) ? metadata : {};
  for (const [field, what] of [
    ["name", "name"],
    ["namespace", "namespace"],
  ] as const) {
    const { [field]: stated = "" } = given;
    if (stated === "" || stated === target[field]) continue;
    const detail = `must match the service account ${what} if specified`;
    throw fromApiError(invalid(NAMES, target.name, [invalidField(["metadata", field], stated, detail)]));
  }
}

/** The rules of `ValidateTokenRequest`. */
function secondsOf({ expirationSeconds = DEFAULT_SECONDS }: JsonObject): number {
  const errors: FieldError[] = [];
  const path = ["spec", "expirationSeconds"];
  if (typeof expirationSeconds !== "number" || !Number.isInteger(expirationSeconds)) {
    throw badRequest("spec.expirationSeconds must be a whole number of seconds");
  }
  if (expirationSeconds < MIN_SECONDS) {
    errors.push(invalidField(path, expirationSeconds, "may not specify a duration less than 10 minutes"));
  }
  if (expirationSeconds > MAX_SECONDS) {
    errors.push(invalidField(path, expirationSeconds, "may not specify a duration larger than 2^32 seconds"));
  }
  if (errors.length > 0) throw fromApiError(invalid(NAMES, "", errors));
  return expirationSeconds;
}

function audiencesOf({ audiences = [] }: JsonObject): readonly string[] {
  if (isJsonList(audiences)) return audiences.map(String);
  throw badRequest("spec.audiences must be a list of texts");
}

/** The object that a token is bound to, which must exist; a pod must run as the account. */
function boundIn(world: World, reference: unknown, account: ObjectMeta): TokenClaims["bound"] {
  if (!isJsonObject(reference)) return undefined;
  const { apiVersion = "", kind = "", name = "", uid = "" } = reference;
  if (apiVersion !== "v1" || typeof kind !== "string" || !isBoundKind(kind)) {
    throw badRequest(`cannot bind token to object of type ${String(apiVersion)}, Kind=${String(kind)}`);
  }
  const found = boundObject(world, kind, account, String(name));
  if (uid !== "" && uid !== found.uid) {
    const detail =
      `the UID in the bound object reference (${String(uid)}) does not match the UID in record.` +
      " The object might have been deleted and then recreated";
    throw fromApiError(conflict({ ...BOUND_KINDS[kind], qualifiedResource: kind }, String(name), detail));
  }
  return { kind, name: String(name), uid: found.uid };
}

function boundObject({ server }: World, kind: BoundKind, { namespace, name: account }: ObjectMeta, name: string) {
  const of = BOUND_KINDS[kind];
  if (kind === "Pod") {
    const pod = server.pods.pods.get(namespace, name);
    if (pod === undefined) throw notFoundIn("", of.plural, name);
    const { serviceAccountName = "default" } = pod.spec;
    if (serviceAccountName === account) return pod.metadata;
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`,
    );
  }
  const found = server.objects.of(of).get(of.isNamespaced ? namespace : "", name);
  if (found === undefined) throw notFoundIn("", of.plural, name);
  return found.metadata;
}
