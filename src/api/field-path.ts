/**
 * Where in an object a value stands, and what is wrong with it: Kubernetes' `field.Error`.
 */

/** One step into an object: a field name, a list position, or the key of a map such as `labels`. */
export type PathStep = string | number | { readonly key: string };
export type FieldPath = readonly PathStep[];

/** Prints a path as Kubernetes does: `spec.template.metadata.labels[job-name]`, `spec.rules[0].action`. */
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

/** Rules of a status whose violation has consequences that somebody asks for by name. */
export type StatusRule = "readyWithinActive" | "startedBeforeFinished" | "indexListsDisjoint" | "succeededKept";

/** One violated rule. `body` is Kubernetes' text behind the path, for example `Invalid value: -1: must be …`. */
export interface FieldError {
  readonly path: FieldPath;
  readonly reason: FieldErrorReason;
  readonly body: string;
  readonly rule?: StatusRule;
}

/** An error that says which rule it is of. */
export function ofRule(rule: StatusRule, error: FieldError): FieldError {
  return { ...error, rule };
}

export function formatFieldError(error: FieldError): string {
  return `${formatPath(error.path)}: ${error.body}`;
}

/** Joins errors as the API server does: one bare, several distinct ones in brackets, identical ones once. */
export function aggregateMessage(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(formatFieldError))];
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : `[${texts.join(", ")}]`;
}
