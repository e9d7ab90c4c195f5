/** Which objects of a resource a list or a watch selects. */

import { type FieldTerm, matcherOf, parseFieldSelector } from "./field-selector.ts";
import { parseLabelSelector } from "./label-selector.ts";
import type { ListOptions } from "./list-options.ts";
import type { RequestInfo } from "./request-info.ts";
import type { ResourceDefinition } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";

/** What all objects of a selection have in common, as far as that is simple enough to find them by. */
export interface Subject {
  readonly name?: string;
  readonly label?: readonly [string, string];
}

export interface Selection {
  readonly namespace: string | undefined;
  readonly subject: Subject;
  readonly matches: (view: View) => boolean;
  /** Whether everything in the namespace matches. */
  readonly matchesAll: boolean;
  /** Whether there are selectors, in which case the remaining items cannot be counted. */
  readonly isNarrowed: boolean;
}

/**
 * Reads the selectors of a list or a watch.
 *
 * @throws HttpError 400 for a malformed selector
 */
export function readSelection(
  definition: ResourceDefinition,
  { namespace, name }: RequestInfo,
  { labelSelector, fieldSelector }: ListOptions,
): Selection {
  const byLabels = parseLabelSelector(labelSelector);
  const selected = parseFieldSelector(fieldSelector, definition.kind, definition.selectableFields);
  const named: readonly FieldTerm[] = name === undefined ? [] : [{ field: "metadata.name", value: name, equal: true }];
  const terms = [...selected, ...named];
  const byFields = terms.length === 0 ? () => true : matcherOf(terms);
  return {
    namespace,
    subject: subjectOf(terms, byLabels.label),
    isNarrowed: labelSelector.trim() !== "" || fieldSelector !== "",
    matchesAll: labelSelector.trim() === "" && terms.length === 0,
    matches: (view) =>
      (namespace === undefined || view.metadata.namespace === namespace) &&
      byLabels.matches(view.metadata.labels ?? {}) &&
      byFields((field) => view.field(field)),
  };
}

function subjectOf(terms: readonly FieldTerm[], label: Subject["label"]): Subject {
  const name = terms.find(({ field, equal }) => field === "metadata.name" && equal)?.value;
  if (name !== undefined) return { name };
  return label === undefined ? {} : { label };
}
