/** JS172: what applies manifests creates the Job again when the TTL has removed it. */

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
  title: "a removed Job is created and run again",
  why:
    "A tool that keeps a cluster as its manifests say finds the Job missing once ttlSecondsAfterFinished has removed it, " +
    "creates it again, and so runs it again: forever, each time that the TTL is over.",
  advice: "Leave ttlSecondsAfterFinished out, or make the Job a hook of the tool with a delete policy.",
  validity: {},
  check({ spec, metadata }) {
    if (spec.ttlSecondsAfterFinished === undefined) return [];
    const applier = applierOf(metadata);
    if (applier === undefined) return [];
    const message = `when the TTL has removed the Job, ${applier} creates and runs it again`;
    return [{ path: inSpec("ttlSecondsAfterFinished"), message, change: "remove ttlSecondsAfterFinished" }];
  },
};

function applierOf({ labels = {}, annotations = {} }: ObjectMeta): string | undefined {
  const keys = [...Object.keys(labels), ...Object.keys(annotations)];
  // A hook is created by its phase, not by its absence.
  if (keys.includes("argocd.argoproj.io/hook")) return undefined;
  return APPLIERS.find(({ prefix }) => keys.some((key) => key.startsWith(prefix)))?.name;
}
