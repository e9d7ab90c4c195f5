/**
 * Reviews: who a client is, and what it may do. They are answered without being stored, and always in the same way:
 * the simulation has no users, and every client may do everything.
 */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { ObjectMeta } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { badRequest } from "../status.ts";
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
  readonly status: JsonObject;
}

const ALL = ["*"];
/** The identity of every client. */
export const EVERYBODY = { username: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };
const ALLOWED = { allowed: true, reason: "jobsim has no users: every client may do everything" };
const ALL_RULES = {
  resourceRules: [{ verbs: ALL, apiGroups: ALL, resources: ALL }],
  nonResourceRules: [{ verbs: ALL, nonResourceURLs: ALL }],
  incomplete: false,
};
const UNKNOWN_TOKEN = { user: {}, error: "jobsim issues no tokens, so it cannot verify any" };

const AUTHORIZATION = "authorization.k8s.io";
const AUTHENTICATION = "authentication.k8s.io";

const KINDS: readonly ReviewKind[] = [
  { group: AUTHENTICATION, kind: "SelfSubjectReview", plural: "selfsubjectreviews", status: { userInfo: EVERYBODY } },
  { group: AUTHENTICATION, kind: "TokenReview", plural: "tokenreviews", status: UNKNOWN_TOKEN },
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
export function reviewResources(server: ApiServer): readonly RestResource[] {
  return KINDS.map((of) => reviewResource(server, of));
}

function reviewResource({ storage }: ApiServer, of: ReviewKind): RestResource {
  const { group, kind, status } = of;
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
    create: (_namespace, { value }) => {
      if (!isJsonObject(value)) throw badRequest(`the body must be a ${kind}, an object`);
      const metadata = { name: "", namespace: "", uid: "", resourceVersion: "", creationTimestamp: "" };
      return { view: views.of({ metadata, spec: value.spec, status }), warnings: [], isNew: true };
    },
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
