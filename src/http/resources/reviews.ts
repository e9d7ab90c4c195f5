/**
 * Reviews: who a client is, and what it may do. They are answered without being stored: the simulation has no users
 * besides service accounts, and every client may do everything.
 */

import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import type { ObjectMeta } from "../../api/types.ts";
import type { World } from "../context.ts";
import { userOf } from "../identity.ts";
import { isIssued, OWN_AUDIENCE, verifiedAccount } from "../service-account-tokens.ts";
import { badRequest } from "../status.ts";
import type { UserInfo } from "../user-info.ts";
import { NAME_COLUMN } from "./common-columns.ts";
import type { ResourceDefinition, RestResource } from "./resource.ts";
import { Views } from "./view.ts";

interface Review {
  readonly metadata: ObjectMeta;
  readonly spec: unknown;
  readonly status: JsonObject;
}

interface ReviewKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly isNamespaced?: boolean;
  readonly status: (asked: AskedReview) => JsonObject;
}

interface AskedReview {
  readonly world: World;
  readonly caller: UserInfo;
  readonly spec: unknown;
}

const ALL = ["*"];
const ALLOWED = () => ({ allowed: true, reason: "jobsim has no users: every client may do everything" });
const ALL_RULES = () => ({
  resourceRules: [{ verbs: ALL, apiGroups: ALL, resources: ALL }],
  nonResourceRules: [{ verbs: ALL, nonResourceURLs: ALL }],
  incomplete: false,
});
const AUTHORIZATION = "authorization.k8s.io";
const AUTHENTICATION = "authentication.k8s.io";

const KINDS: readonly ReviewKind[] = [
  {
    group: AUTHENTICATION,
    kind: "SelfSubjectReview",
    plural: "selfsubjectreviews",
    status: ({ caller }) => ({ userInfo: caller }),
  },
  { group: AUTHENTICATION, kind: "TokenReview", plural: "tokenreviews", status: reviewToken },
  {
    group: AUTHORIZATION,
    kind: "LocalSubjectAccessReview",
    plural: "localsubjectaccessreviews",
    isNamespaced: true,
    status: ALLOWED,
  },
  { group: AUTHORIZATION, kind: "SelfSubjectAccessReview", plural: "selfsubjectaccessreviews", status: ALLOWED },
  { group: AUTHORIZATION, kind: "SelfSubjectRulesReview", plural: "selfsubjectrulesreviews", status: ALL_RULES },
  { group: AUTHORIZATION, kind: "SubjectAccessReview", plural: "subjectaccessreviews", status: ALLOWED },
];

/** The REST resources of all reviews. */
export function reviewResources(world: World): readonly RestResource[] {
  return KINDS.map((of) => reviewResource(world, of));
}

function reviewResource(world: World, of: ReviewKind): RestResource {
  const { group, kind, status } = of;
  const { storage } = world.server;
  const apiVersion = `${group}/v1`;
  const views = new Views<Review>({
    apiVersion,
    kind,
    encode: ({ spec, status: given }) => ({
      kind,
      apiVersion,
      metadata: {},
      ...(spec === undefined ? {} : { spec }),
      status: given,
    }),
    fields: {},
    columns: [NAME_COLUMN],
    cells: () => [""],
  });
  return {
    definition: definitionOf(of),
    get: () => undefined,
    list: () => [],
    version: () => storage.resourceVersion,
    changeOf: () => undefined,
    positionAfter: () => storage.log.length,
    bookmark: (metadata) => ({ kind, apiVersion, metadata }),
    create: (_namespace, { value }, _options, caller) => {
      if (!isJsonObject(value)) throw badRequest(`the body must be a ${kind}, an object`);
      const metadata = { name: "", namespace: "", uid: "", resourceVersion: "", creationTimestamp: "" };
      const { spec } = value;
      const view = views.of({ metadata, spec, status: status({ world, caller, spec }) });
      return { view, warnings: [], isNew: true };
    },
  };
}

/** What a TokenReview says of a token. */
function reviewToken({ world, spec }: AskedReview): JsonObject {
  const { token = "", audiences } = isJsonObject(spec) ? spec : {};
  if (typeof token !== "string" || !isIssued(world, token)) {
    return {
      user: {},
      error: "invalid bearer token: jobsim knows no tokens but those that it issued for service accounts",
    };
  }
  const wanted = isJsonList(audiences) && audiences.length > 0 ? audiences.map(String) : [OWN_AUDIENCE];
  const verified = verifiedAccount(world, token, wanted);
  if ("problem" in verified) return { user: {}, error: verified.problem };
  return {
    authenticated: true,
    user: userOf(verified),
    audiences: wanted.filter((audience) => verified.audiences.includes(audience)),
  };
}

function definitionOf({ group, kind, plural, isNamespaced = false }: ReviewKind): ResourceDefinition {
  return {
    group,
    version: "v1",
    plural,
    singular: kind.toLowerCase(),
    kind,
    isNamespaced,
    shortNames: [],
    categories: [],
    verbs: ["create"],
    subresources: [],
    selectableFields: [],
    columns: [NAME_COLUMN],
    patchType: undefined,
  };
}
