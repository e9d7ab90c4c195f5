/** Paths of fields in an object, and validation errors: Kubernetes' `field.Error`. */

/** One step into an object: a field name, a list index, or the key of a map such as `labels`. */
export type PathStep = string | number | { readonly key: string };
/** The path of a field in an object. */
export type FieldPath = readonly PathStep[];

/** Formats a path as Kubernetes does: `spec.template.metadata.labels[job-name]`, `spec.rules[0].action`. */
export function formatPath(path: FieldPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (typeof step === "object") text += `[${step.key}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** The reason a server gives for one cause of an `Invalid` answer. */
export type FieldErrorReason =
  | "FieldValueRequired"
  | "FieldValueInvalid"
  | "FieldValueNotSupported"
  | "FieldValueDuplicate"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "FieldValueTypeInvalid"
  | "FieldValueNotFound";

/** Rules of a status that other code needs to recognize when they are violated. */
export type StatusRule = "readyWithinActive" | "startedBeforeFinished" | "indexListsDisjoint" | "succeededKept";

/** A violated rule. `body` is Kubernetes' text after the path, for example `Invalid value: -1: must be …`. */
export interface FieldError {
  readonly path: FieldPath;
  readonly reason: FieldErrorReason;
  readonly body: string;
  readonly rule?: StatusRule;
}

/** Adds the name of the violated rule to an error. */
export function ofRule(rule: StatusRule, error: FieldError): FieldError {
  return { ...error, rule };
}

export function formatFieldError(error: FieldError): string {
  return `${formatPath(error.path)}: ${error.body}`;
}

/** Joins errors as the API server does: one as it is, several in brackets, without duplicates. */
export function aggregateMessage(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(formatFieldError))];
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : `[${texts.join(", ")}]`;
}
