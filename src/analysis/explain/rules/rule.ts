/** What a rule of the Job controller is. */

import type { Validity } from "../../../simulation/releases/validity.ts";

/**
 * A rule of the Job controller: how it is explained, where it comes from, since which release it holds, and how it was
 * before. Its page is made from the record.
 */
export interface Rule extends Validity {
  readonly title: string;
  /**
   * What happened, with placeholders in braces. A name that ends in `Ms` is a duration, one that ends in `At` an
   * instant, `pod` the UID of a pod; anything else is printed as it is.
   */
  readonly text: string;
  /** `waits`: the rule holds something back, which explains why something has not happened. */
  readonly kind: "acts" | "waits" | "decides";
  /** The field, upstream issue or pull request that it comes from. */
  readonly source: string;
  /** Details for the page of the rule, for the newest release; switches describe older ones. */
  readonly more: string;
}
