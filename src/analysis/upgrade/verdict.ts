/** The part of an upgrade that the Jobs will see, as opposed to what is only stored or shown differently. */

import type { FieldSupportChange } from "./fields.ts";
import type { ReleaseNumbers } from "./release-numbers.ts";
import type { Upgrade } from "./upgrade.ts";

/** Figures of many runs that may differ between releases. */
export const UPGRADE_FIGURES = ["success", "makespanMs", "retries", "pods", "wastedPodSeconds"] as const;

export type UpgradeFigure = (typeof UPGRADE_FIGURES)[number];

/** Something that comes out differently. Absent values mean that no run has one. */
export type SeenChange =
  | ({ readonly what: "field" } & FieldSupportChange)
  | { readonly what: "refusal"; readonly accepts: boolean }
  | { readonly what: "figure"; readonly figure: UpgradeFigure; readonly from?: number; readonly to?: number }
  | { readonly what: "outcome"; readonly outcome: string; readonly from: number; readonly to: number };

/** The verdict on one manifest or scenario. */
export interface UpgradeVerdict {
  readonly isChanged: boolean;
  /** The outcomes first, then fields, then figures. */
  readonly seen: readonly SeenChange[];
}

/**
 * Says whether an upgrade affects the Jobs: fields start or stop having an effect, or outcomes and figures of many runs
 * differ.
 *
 * @example
 * const upgrade = compareReleases({ ...loaded, from: "1.28", to: "1.36", seeds: 2, each: false });
 * verdictOf(upgrade).isChanged; // false: the same outcomes in both
 */
export function verdictOf({ fields, numbers }: Pick<Upgrade, "fields" | "numbers">): UpgradeVerdict {
  const [from, to] = [numbers[0], numbers.at(-1)];
  const counted = fields.map((change): SeenChange => ({ what: "field", ...change }));
  const seen =
    from === undefined || to === undefined ? counted : [...outcomes(from, to), ...counted, ...figures(from, to)];
  return { isChanged: seen.length > 0, seen };
}

function outcomes(from: ReleaseNumbers, to: ReleaseNumbers): readonly SeenChange[] {
  const ends = [from, to].map((release) => Object.keys(release.outcomes).length > 0);
  // If no Job was created, the API server refused all of them.
  if (ends[0] !== ends[1]) return [{ what: "refusal", accepts: ends[1] === true }];
  const names = [...new Set([...Object.keys(from.outcomes), ...Object.keys(to.outcomes)])].sort();
  return names.flatMap((outcome): SeenChange[] => {
    const [before, after] = [from.outcomes[outcome] ?? 0, to.outcomes[outcome] ?? 0];
    return before === after ? [] : [{ what: "outcome", outcome, from: before, to: after }];
  });
}

function figures(from: ReleaseNumbers, to: ReleaseNumbers): readonly SeenChange[] {
  return UPGRADE_FIGURES.flatMap((figure): SeenChange[] => {
    const [before, after] = [from[figure], to[figure]];
    if (before === after) return [];
    return [
      {
        what: "figure",
        figure,
        ...(before === undefined ? {} : { from: before }),
        ...(after === undefined ? {} : { to: after }),
      },
    ];
  });
}
