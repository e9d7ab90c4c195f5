/** The options of lists and watches, with their validation. */

import type { FieldError } from "../api/field-path.ts";
import { forbidden, unsupported } from "../api/validation/errors.ts";
import { flagOf, integerOf, optionalFlagOf, textOf } from "./query.ts";
import { invalidOptions } from "./status.ts";

/** Options of lists and watches. */
export interface ListOptions {
  readonly watch: boolean;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  /** Maximum number of items in one answer; 0 or less means all. */
  readonly limit: number;
  readonly continue: string;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutSeconds: number | undefined;
}

const MATCH = "resourceVersionMatch";

/**
 * Reads the options of a list or a watch.
 *
 * @param isWatchPath whether the path itself asks for a watch
 * @throws HttpError 400 for a malformed number, 422 for invalid options
 */
export function readListOptions(query: URLSearchParams, isWatchPath: boolean): ListOptions {
  const options: ListOptions = {
    watch: isWatchPath || flagOf(query, "watch"),
    labelSelector: textOf(query, "labelSelector"),
    fieldSelector: textOf(query, "fieldSelector"),
    resourceVersion: textOf(query, "resourceVersion"),
    resourceVersionMatch: textOf(query, MATCH),
    limit: integerOf(query, "limit") ?? 0,
    continue: textOf(query, "continue"),
    allowWatchBookmarks: flagOf(query, "allowWatchBookmarks"),
    sendInitialEvents: optionalFlagOf(query, "sendInitialEvents"),
    timeoutSeconds: integerOf(query, "timeoutSeconds"),
  };
  const errors = options.watch ? checkWatch(options) : checkList(options);
  if (errors.length > 0) throw invalidOptions("ListOptions", errors);
  return options;
}

function checkList({
  resourceVersion,
  resourceVersionMatch,
  sendInitialEvents,
  ...options
}: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (resourceVersionMatch !== "") {
    if (resourceVersion === "") {
      errors.push(forbidden([MATCH], "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (options.continue !== "") {
      errors.push(forbidden([MATCH], "resourceVersionMatch is forbidden when continue is provided"));
    }
    if (!["Exact", "NotOlderThan"].includes(resourceVersionMatch)) {
      errors.push(unsupported([MATCH], resourceVersionMatch, ["Exact", "NotOlderThan", ""]));
    }
    if (resourceVersionMatch === "Exact" && resourceVersion === "0") {
      errors.push(forbidden([MATCH], 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (sendInitialEvents !== undefined) {
    errors.push(forbidden(["sendInitialEvents"], "sendInitialEvents is forbidden for list"));
  }
  return errors;
}

function checkWatch({ resourceVersionMatch, sendInitialEvents, ...options }: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  const isNotOlder = resourceVersionMatch === "NotOlderThan";
  if (sendInitialEvents !== undefined && !isNotOlder) {
    errors.push(forbidden([MATCH], "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
  }
  if (resourceVersionMatch === "") return errors;
  if (sendInitialEvents === undefined) {
    const detail = "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided";
    errors.push(forbidden([MATCH], detail));
  }
  if (!isNotOlder) errors.push(unsupported([MATCH], resourceVersionMatch, ["NotOlderThan"]));
  if (options.continue !== "") {
    errors.push(forbidden([MATCH], "resourceVersionMatch is forbidden when continue is provided"));
  }
  return errors;
}
