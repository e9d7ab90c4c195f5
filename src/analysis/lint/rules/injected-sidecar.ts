/** JS129: a webhook adds a container that does not end. */

import { injectedContainers } from "../injected.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const injectedSidecar: LintRule = {
  id: "JS129",
  severity: "danger",
  title: "a container that does not end is injected",
  why:
    "Service meshes and secret stores add a container to each pod that asks for it. Unless they add it as a native " +
    "sidecar (1.29), which most do only if configured to, it keeps running when the work has ended: the pod runs, and the " +
    "Job never completes.",
  advice: "Turn the injection off for the Job, or have the mesh inject native sidecars.",
  source: "istio/istio#11659, linkerd/linkerd2#8006, hashicorp/vault-k8s#60",
  validity: {},
  check({ spec }) {
    return injectedContainers(spec.template).map(({ container, map, key }) => ({
      path: inSpec("template", "metadata", map, key),
      message: `container ${container} is added to each pod: unless it is a native sidecar, it keeps running after the work, and the Job never completes`,
    }));
  },
};
