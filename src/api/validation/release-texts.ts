/** Error messages of older releases that differ from the newest one (semantics 10, sections 4.4 and 4.5). */

import { type FieldError, formatPath } from "../field-path.ts";
import type { ApiSwitches } from "../switches.ts";

type Rewording = (path: string, body: string) => string;

const TOO_LONG: Rewording = (_path, body) =>
  body.replace(/^Too long: may not be more than (\d+) bytes$/, "Too long: must have at most $1 bytes");

const LABEL_LENGTH: Rewording = (_path, body) =>
  body.replace(/must be no more than 63 bytes$/, "must be no more than 63 characters");

const START_TIME: Rewording = (path, body) =>
  path === "status.startTime" && body.endsWith("field is immutable for unsuspended job once set")
    ? "Required value: startTime cannot be removed for unsuspended job"
    : body;

const FIRST_STATUS_TEXTS: Rewording = (path, body) => {
  switch (path) {
    case "status.completionTime":
      return body
        .replace("must be equal to or after `startTime`", "completionTime cannot be set before startTime")
        .replace(/field is immutable$/, "completionTime cannot be mutated");
    case "status.uncountedTerminatedPods":
      return body.replace(
        "must be empty for finished job",
        "uncountedTerminatedPods needs to be empty for finished job",
      );
    default:
      return body;
  }
};

const STATUS_TEXTS: { readonly [texts in ApiSwitches["statusTexts"]]: readonly Rewording[] } = {
  first: [START_TIME, FIRST_STATUS_TEXTS],
  reworded: [START_TIME],
  startTimeImmutable: [],
};

/** Returns errors with the messages of the release; the same list if they are those of the newest release. */
export function inWordsOf(switches: ApiSwitches, errors: FieldError[]): FieldError[] {
  if (errors.length === 0) return errors;
  const rewordings = [
    ...(switches.tooLongText === "mustHaveAtMost" ? [TOO_LONG] : []),
    ...(switches.labelLengthUnit === "characters" ? [LABEL_LENGTH] : []),
    ...STATUS_TEXTS[switches.statusTexts],
  ];
  if (rewordings.length === 0) return errors;
  return errors.map((error) => {
    const path = formatPath(error.path);
    return { ...error, body: rewordings.reduce((body, reword) => reword(path, body), error.body) };
  });
}
