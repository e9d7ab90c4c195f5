/** Rejects nodes with untolerated taints, and prefers those with few untolerated PreferNoSchedule taints. */

import { isTolerated, untoleratedTaint } from "../../api/tolerations.ts";
import { type FilterPlugin, objectFilter, type ScorePlugin } from "../framework/plugin.ts";
import { unresolvable } from "../framework/verdict.ts";
import { normaliseReversed } from "./normalise.ts";

const NAME = "TaintToleration";
const REFUSED = unresolvable(NAME, "node(s) had untolerated taint(s)");

export const taintToleration: FilterPlugin = {
  name: NAME,
  preFilter: ({ shape }, _snapshot, { untoleratedTaintReason, tolerationComparison }) => ({
    kind: "filter",
    filter: objectFilter(({ spec: { taints = [] } = {} }) => {
      if (taints.length === 0) return undefined;
      const taint = untoleratedTaint(taints, shape.tolerations, { comparisonOperators: tolerationComparison });
      if (taint === undefined || untoleratedTaintReason === "plain") return taint && REFUSED;
      return unresolvable(NAME, `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}`);
    }),
  }),
};

/** Counts the PreferNoSchedule taints that the pod does not tolerate. */
export const taintTolerationScore: ScorePlugin = {
  name: NAME,
  weight: 3,
  preScore: ({ shape }, _feasible, _snapshot, { tolerationComparison }) => {
    const tolerations = shape.tolerations.filter(({ effect = "" }) => effect === "" || effect === "PreferNoSchedule");
    const options = { comparisonOperators: tolerationComparison };
    return {
      score: ({ taints }) =>
        taints.filter((taint) => taint.effect === "PreferNoSchedule" && !isTolerated(taint, tolerations, options))
          .length,
      readsObjectOnly: true,
      normalise: normaliseReversed,
    };
  },
};
