/** JS172: a tool that applies manifests recreates the Job when the TTL has removed it. */

import type { ObjectMeta } from "../../../api/types.ts";
import { inSpec, type LintRule } from "../rule.ts";

const APPLIERS: readonly { readonly prefix: string; readonly name: string }[] = [
  { prefix: "argocd.argoproj.io/", name: "Argo CD" },
  { prefix: "kustomize.toolkit.fluxcd.io/", name: "Flux" },
  { prefix: "helm.toolkit.fluxcd.io/", name: "Flux" },
  { prefix: "configsync.gke.io/", name: "Config Sync" },
];

export const ttlAndApplier: LintRule = {
  id: "JS172",
  severity: "danger",
  title: "a removed Job is recreated and rerun",
  why:
    "A tool that keeps a cluster in sync with its manifests finds the Job missing once ttlSecondsAfterFinished has removed it, " +
    "recreates it, and so reruns it each time the TTL is over, forever.",
  advice: "Leave ttlSecondsAfterFinished out, or make the Job a hook of the tool with a delete policy.",
  validity: {},
  check({ spec, metadata }) {
    if (spec.ttlSecondsAfterFinished === undefined) return [];
    const applier = applierOf(metadata);
    if (applier === undefined) return [];
    const message = `when the TTL has removed the Job, ${applier} recreates and reruns it`;
    return [{ path: inSpec("ttlSecondsAfterFinished"), message, change: "remove ttlSecondsAfterFinished" }];
  },
};

function applierOf({ labels = {}, annotations = {} }: ObjectMeta): string | undefined {
  const keys = [...Object.keys(labels), ...Object.keys(annotations)];
  // A hook is created by its phase, not by its absence.
  if (keys.includes("argocd.argoproj.io/hook")) return undefined;
  return APPLIERS.find(({ prefix }) => keys.some((key) => key.startsWith(prefix)))?.name;
}
