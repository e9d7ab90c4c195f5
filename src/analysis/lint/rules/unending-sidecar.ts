/** JS123: a container next to the work that never ends, so the pod does not either. */

import { inSpec, type LintRule } from "../rule.ts";
import { isServer } from "../servers.ts";

export const unendingSidecar: LintRule = {
  id: "JS123",
  severity: "danger",
  title: "a container next to the work never ends",
  why:
    "A pod has succeeded when all of its containers have ended. A proxy or a log collector next to the work keeps running after " +
    "it, so the pod keeps running, and the Job never completes. As an init container with restartPolicy Always (1.29) it is " +
    "stopped when the work has ended.",
  advice: "Make it an init container with restartPolicy: Always, or let the work stop it when it is done.",
  source: "kubernetes/kubernetes#25908, kubernetes/enhancements#753",
  validity: {},
  check({ spec }) {
    const { containers } = spec.template.spec;
    if (containers.length < 2) return [];
    return containers.flatMap((container, i) => {
      if (!isServer(container)) return [];
      const message = `container ${container.name} runs until it is stopped: when the work has ended its pod keeps running, and the Job never completes`;
      return [{ path: inSpec("template", "spec", "containers", i, "name"), message }];
    });
  },
};
