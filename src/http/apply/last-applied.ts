/**
 * What `kubectl apply` without `--server-side` leaves behind: an annotation with the configuration. `kubectl apply
 * --server-side` may change what that configuration set, and keeps the annotation up to date
 * (`lastAppliedManager`, `lastAppliedUpdater`).
 */

import { copyWith } from "../../api/copy-with.ts";
import { equalJson, isJsonObject, type JsonObject } from "../../api/json.ts";
import { jsonText } from "../../api/json-text.ts";
import type { Application } from "./application.ts";
import { valueAtSteps } from "./apply-merge.ts";
import { type FieldSet, fieldsOf } from "./field-set.ts";

const ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
/** Whose applies are about the annotation. */
const KUBECTL = "kubectl";

const NO_FIELDS: FieldSet = new Map();

/** The fields that still are as kubectl applied them on its side: an apply of kubectl may change these. */
export function fieldsLastApplied({ live, shape, manager }: Application): FieldSet {
  const text = live === undefined || manager.name !== KUBECTL ? undefined : annotationOf(live);
  const config = text === undefined ? undefined : parsed(text);
  if (config === undefined) return NO_FIELDS;
  const fields = fieldsOf(shape, config);
  return new Map([...fields].filter(([, path]) => equalJson(valueAtSteps(config, path), valueAtSteps(live, path))));
}

/** The applied object with the annotation that says so, where it has one from before. */
export function withLastApplied(object: JsonObject, { live, config, manager }: Application): JsonObject {
  if (live === undefined || manager.name !== KUBECTL || annotationOf(live) === undefined) return object;
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const annotations = isJsonObject(metadata.annotations) ? metadata.annotations : {};
  return copyWith(object, {
    metadata: copyWith(metadata, { annotations: copyWith(annotations, { [ANNOTATION]: `${jsonText(config)}\n` }) }),
  });
}

function annotationOf({ metadata }: JsonObject): string | undefined {
  const annotations = isJsonObject(metadata) ? metadata.annotations : undefined;
  const text = isJsonObject(annotations) ? annotations[ANNOTATION] : undefined;
  return typeof text === "string" ? text : undefined;
}

/** Anybody may write annotations: a text that is no configuration says nothing. */
function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
