/** Below explanations: since when the rules that they name apply, and what the played release does differently. */

import type { NamedRule } from "../../analysis/explain/rules-named.ts";
import { NEWEST_RELEASE, type Release } from "../../simulation/releases/releases.ts";
import { PLAIN, type Style } from "../style.ts";

/**
 * Prints the rules that do not apply everywhere, or are different in this release.
 *
 * @returns nothing if all rules are the same in every release
 */
export function rulesText(
  rules: readonly NamedRule[],
  release: Release = NEWEST_RELEASE,
  style: Style = PLAIN,
): string[] {
  const told = rules.filter(({ since, differently }) => since !== undefined || differently.length > 0);
  if (told.length === 0) return [];
  const width = Math.max(...told.map(({ id }) => id.length));
  const lines = told.flatMap(({ id, since, differently }) => {
    const facts = [
      ...(since === undefined ? [] : [`since ${since}`]),
      ...differently.map(({ span, text }) => `${span}: ${text}`),
    ];
    return facts.map((fact, i) => `${style.bold((i === 0 ? id : "").padEnd(width))}   ${fact}`);
  });
  return [`${style.bold("RULES")}   ${style.dim(`as Kubernetes ${release} has them`)}`, ...lines];
}
