/** The rule about the annotation that, up to 1.27, marked Jobs whose pods are tracked with finalizers. */

import { JOB_TRACKING_FINALIZER } from "../constants.ts";
import type { FieldError } from "../field-path.ts";
import type { ObjectMeta } from "../types.ts";
import { forbidden } from "./errors.ts";

/** Only the server adds the annotation, when the Job is created. */
export function checkTrackingAnnotation(next: ObjectMeta, stored: ObjectMeta): FieldError[] {
  const isAdded = (meta: ObjectMeta) => meta.annotations?.[JOB_TRACKING_FINALIZER] !== undefined;
  if (!isAdded(next) || isAdded(stored)) return [];
  return [forbidden(["metadata", "annotations", { key: JOB_TRACKING_FINALIZER }], "cannot add this annotation")];
}
