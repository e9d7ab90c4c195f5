/** Deletes: one object, or a whole selection. */

import { answerJson, answerView } from "./answer.ts";
import { readOptionalBody } from "./body.ts";
import type { ApiRequest } from "./context.ts";
import { groupVersion } from "./group-version.ts";
import { readListOptions } from "./list-options.ts";
import { type DeleteRequestOptions, readDeleteOptions } from "./options.ts";
import type { Reply } from "./reply.ts";
import type { ResourceDefinition, Target } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";
import { selectedAt } from "./selected.ts";
import { readSelection } from "./selection.ts";
import { deletedStatus, HttpError, methodNotAllowed } from "./status.ts";

/** DELETE of one object. */
export function deleteOne(request: ApiRequest): Reply {
  const { resource, world, info, warnings, form } = request;
  const options = optionsOf(request);
  warnings.push(...(resource.deleteWarnings?.(options) ?? []));
  const target = { namespace: info.namespace ?? "", name: info.name ?? "" };
  reviewDeletion(request, target);
  const run = () => deleteIn(request, target, options);
  const { view, isShown } = options.dryRun ? run() : world.write(run);
  if (isShown) return answerView(request, view);
  return answerJson(deletedStatus(detailsOf(resource.definition, view)), 200, form, warnings);
}

/** Webhooks review the deletion of objects that exist. */
function reviewDeletion({ admission, resource, query, caller: user }: ApiRequest, { namespace, name }: Target): void {
  const oldObject = admission === undefined ? undefined : resource.get(namespace, name)?.json();
  if (oldObject === undefined) return;
  const write = { operation: "DELETE", of: resource.definition, subresource: "", object: undefined } as const;
  admission?.review({ ...write, namespace, name, oldObject, user, isDryRun: query.has("dryRun") });
}

/** DELETE of a collection: all selected objects are deleted with the same options. */
export function deleteCollection(request: ApiRequest): Reply {
  const { resource, world, info, warnings, query, form } = request;
  const options = optionsOf(request);
  const selection = readSelection(resource.definition, info, readListOptions(query, false));
  warnings.push(...(resource.deleteWarnings?.(options) ?? []));
  const run = () => {
    const views = selectedAt(request, resource.version(), selection).sort(byName);
    return views.filter((view) => deleteIfThere(request, view, options));
  };
  const deleted = options.dryRun ? run() : world.write(run);
  const { group, version, kind } = resource.definition;
  const body = {
    kind: `${kind}List`,
    apiVersion: groupVersion(group, version),
    metadata: { resourceVersion: String(resource.version()) },
    items: deleted.map((view) => view.item()),
  };
  return answerJson(body, 200, form, warnings);
}

function byName(a: View, b: View): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function deleteIn(
  { resource }: ApiRequest,
  target: { readonly namespace: string; readonly name: string },
  options: DeleteRequestOptions,
) {
  if (resource.delete === undefined) throw methodNotAllowed();
  return resource.delete(target, options);
}

/** Deletes an object of a collection, unless it is already gone. */
function deleteIfThere(request: ApiRequest, { metadata }: View, options: DeleteRequestOptions): boolean {
  try {
    deleteIn(request, metadata, options);
    return true;
  } catch (error) {
    if (error instanceof HttpError && error.code === 404) return false;
    throw error;
  }
}

function optionsOf({ request, query }: ApiRequest): DeleteRequestOptions {
  return readDeleteOptions(query, readOptionalBody(request, "DeleteOptions")?.value);
}

function detailsOf({ group, plural }: ResourceDefinition, { metadata }: View) {
  const { name, uid } = metadata;
  return { name, ...(group === "" ? {} : { group }), kind: plural, uid };
}
