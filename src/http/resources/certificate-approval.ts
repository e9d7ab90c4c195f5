/** CertificateSigningRequests as clients see them: the server says who asks, and `/approval` takes decisions. */

import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import { type CertificateCondition, decided } from "../../api/kinds/certificate-signing-request.ts";
import type { Body } from "../body.ts";
import type { World } from "../context.ts";
import type { UserInfo } from "../user-info.ts";
import type { RestResource, SubresourceDefinition, WritableResource } from "./resource.ts";

const APPROVAL: SubresourceDefinition = {
  name: "approval",
  kind: "CertificateSigningRequest",
  verbs: ["get", "patch", "update"],
};

/** The resource with its requesters and its approvals; a decision is a part of the status. */
export function withApproval(requests: WritableResource, world: World): RestResource {
  const { definition } = requests;
  const decide = (current: JsonObject, body: Body): Body => {
    const status = statusIn(current);
    const conditions = decided(conditionsIn(current), conditionsIn(body.value), world.server.storage.instantMs);
    const metadata = isJsonObject(body.value) ? body.value.metadata : current.metadata;
    return { ...body, value: { ...current, metadata, status: { ...status, conditions } } };
  };
  return {
    ...requests,
    definition: { ...definition, subresources: [...definition.subresources, APPROVAL] },
    create: (namespace, body, options, caller) =>
      requests.create(namespace, { ...body, value: ofRequester(body.value, caller) }, options, caller),
    update: (request) =>
      requests.update(
        request.subresource === APPROVAL.name
          ? { ...request, subresource: "status", change: (current) => decide(current, request.change(current)) }
          : request,
      ),
  };
}

/** What a client says of itself does not count. */
function ofRequester(value: unknown, { username, uid, groups, extra }: UserInfo): unknown {
  if (!isJsonObject(value) || !isJsonObject(value.spec)) return value;
  const { username: _username, uid: _uid, groups: _groups, extra: _extra, ...spec } = value.spec;
  const known = { username, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
  return { ...value, spec: { ...spec, ...known } };
}

function statusIn(value: unknown): JsonObject {
  const status = isJsonObject(value) ? value.status : undefined;
  return isJsonObject(status) ? status : {};
}

function conditionsIn(value: unknown): readonly CertificateCondition[] {
  const { conditions } = statusIn(value);
  if (!isJsonList(conditions)) return [];
  return conditions.flatMap((condition) =>
    isJsonObject(condition) ? [{ ...condition, type: String(condition.type ?? "") }] : [],
  );
}
