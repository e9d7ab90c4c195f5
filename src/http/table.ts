/** Tables: the output of `kubectl get`, which the server creates. */

import type { JsonObject } from "../api/json.ts";
import type { AnswerForm } from "./negotiation.ts";
import type { ResourceDefinition } from "./resources/resource.ts";
import { metadataOnly, type View } from "./resources/view.ts";
import { badRequest } from "./status.ts";

interface TableOptions {
  /** The virtual time, from which ages are computed. */
  readonly nowMs: number;
  readonly form: AnswerForm;
  readonly query: URLSearchParams;
  /** Whether an earlier table already had the columns. */
  readonly isContinued?: boolean;
}

/** A table with a row for each object, without metadata. */
export function tableOf(definition: ResourceDefinition, views: readonly View[], options: TableOptions): JsonObject {
  const { nowMs, form, query, isContinued = false } = options;
  const show = objectsShown(query.get("includeObject") ?? "", form.asVersion);
  return {
    kind: "Table",
    apiVersion: `meta.k8s.io/${form.asVersion}`,
    metadata: {},
    columnDefinitions: isContinued ? null : definition.columns,
    rows: views.map((view) => ({ cells: view.cells(nowMs), object: show(view) })),
  };
}

function objectsShown(policy: string, version: string): (view: View) => JsonObject | null {
  switch (policy) {
    case "":
    case "Metadata":
      return (view) => metadataOnly(view, version);
    case "Object":
      return (view) => view.json();
    case "None":
      return () => null;
    default:
      throw badRequest(`unrecognized includeObject value: ${JSON.stringify(policy)}`);
  }
}
