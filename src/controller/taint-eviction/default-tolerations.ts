/** The tolerations that pods get when they are created (admission plugin DefaultTolerationSeconds). */

import type { Toleration } from "../../api/node.ts";

const KEYS = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] as const;
/** `--default-not-ready-toleration-seconds` and `--default-unreachable-toleration-seconds`. */
const SECONDS = 300;

/** Appends a toleration of five minutes for each of the two taints that no toleration of the pod covers. */
export function withDefaultTolerations(tolerations: readonly Toleration[]): readonly Toleration[] {
  const missing = KEYS.filter((key) => !tolerations.some((toleration) => speaksOf(toleration, key)));
  if (missing.length === 0) return tolerations;
  const defaults = missing.map((key) => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: SECONDS }));
  return [...tolerations, ...defaults];
}

function speaksOf({ key = "", effect = "" }: Toleration, taintKey: string): boolean {
  return (key === taintKey || key === "") && (effect === "NoExecute" || effect === "");
}
