/** The options of `pods/NAME/log`, with the validation of `ValidatePodLogOptions`. */

import type { FieldError } from "../api/field-path.ts";
import { secondsToDurationMs } from "../api/go-duration.ts";
import { forbidden, invalid } from "../api/validation/errors.ts";
import { flagOf, integerOf, textOf } from "./query.ts";
import { badRequest, invalidOptions } from "./status.ts";

/** Options of a request for a log. */
export interface PodLogOptions {
  /** `""` for the only container. */
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Lines before this instant are skipped, milliseconds since 1970. */
  readonly sinceMs?: number;
}

/**
 * Reads the options.
 *
 * @param nowMs the virtual time, milliseconds since 1970
 * @throws HttpError 400 if they cannot be parsed, 422 if they are invalid
 */
export function readPodLogOptions(query: URLSearchParams, nowMs: number): PodLogOptions {
  const tailLines = integerOf(query, "tailLines");
  const limitBytes = integerOf(query, "limitBytes");
  const sinceSeconds = integerOf(query, "sinceSeconds");
  const sinceTime = textOf(query, "sinceTime");
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0) {
    errors.push(invalid(["tailLines"], tailLines, "must be greater than or equal to 0"));
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    errors.push(invalid(["limitBytes"], limitBytes, "must be greater than 0"));
  }
  if (sinceSeconds !== undefined && sinceTime !== "") {
    errors.push(forbidden([], "at most one of `sinceTime` or `sinceSeconds` may be specified"));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalid(["sinceSeconds"], sinceSeconds, "must be greater than 0"));
  }
  if (errors.length > 0) throw invalidOptions("PodLogOptions", errors);
  const sinceMs = sinceSeconds === undefined ? instantOf(sinceTime) : nowMs - secondsToDurationMs(sinceSeconds);
  return {
    container: textOf(query, "container"),
    follow: flagOf(query, "follow"),
    previous: flagOf(query, "previous"),
    timestamps: flagOf(query, "timestamps"),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
  };
}

function instantOf(text: string): number | undefined {
  if (text === "") return undefined;
  const instantMs = Date.parse(text);
  if (Number.isNaN(instantMs)) throw badRequest(`sinceTime must be a time in RFC 3339, not ${JSON.stringify(text)}`);
  return instantMs;
}
