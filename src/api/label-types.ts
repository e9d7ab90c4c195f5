/** Labels and label selectors. */

/** A map of strings, such as labels. */
export type StringMap = Readonly<Record<string, string>>;

/** An expression of a label selector. */
export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** A label selector. */
export interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}
