/**
 * The annotation that `kubectl apply` without `--server-side` writes. `kubectl apply --server-side` may change the
 * fields in it, and keeps it up to date (`lastAppliedManager`, `lastAppliedUpdater`).
 */

import { copyWith } from "../../api/copy-with.ts";
import { equalJson, isJsonObject, type JsonObject } from "../../api/json.ts";
import { jsonText } from "../../api/json-text.ts";
import type { Application } from "./application.ts";
import { valueAtSteps } from "./apply-merge.ts";
import { type FieldSet, fieldsOf } from "./field-set.ts";
import type { Manager } from "./managed-fields.ts";

const ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
/** The manager whose applies concern the annotation. */
const KUBECTL = "kubectl";

const NO_FIELDS: FieldSet = new Map();

/** The fields that are unchanged since the last client-side apply; an apply of kubectl may change these. */
export function fieldsLastApplied({ live, shape, manager }: Application): FieldSet {
  const text = live === undefined || !isOfObject(manager) ? undefined : annotationOf(live);
  const config = text === undefined ? undefined : parsed(text);
  if (config === undefined) return NO_FIELDS;
  const fields = fieldsOf(shape, config);
  return new Map([...fields].filter(([, path]) => equalJson(valueAtSteps(config, path), valueAtSteps(live, path))));
}

/** Updates the annotation on the applied object, if the live object has one. */
export function withLastApplied(object: JsonObject, { live, config, manager }: Application): JsonObject {
  if (live === undefined || !isOfObject(manager) || annotationOf(live) === undefined) return object;
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const annotations = isJsonObject(metadata.annotations) ? metadata.annotations : {};
  return copyWith(object, {
    metadata: copyWith(metadata, { annotations: copyWith(annotations, { [ANNOTATION]: `${jsonText(config)}\n` }) }),
  });
}

/** A scale has no annotations. */
function isOfObject({ name, subresource }: Manager): boolean {
  return name === KUBECTL && subresource !== "scale";
}

function annotationOf({ metadata }: JsonObject): string | undefined {
  const annotations = isJsonObject(metadata) ? metadata.annotations : undefined;
  const text = isJsonObject(annotations) ? annotations[ANNOTATION] : undefined;
  return typeof text === "string" ? text : undefined;
}

/** Anyone can write annotations, so text that is not a configuration is ignored. */
function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
