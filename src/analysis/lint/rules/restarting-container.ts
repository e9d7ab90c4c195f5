/** JS125: an ordinary container that is restarted whatever its exit code. */

import { inSpec, type LintRule } from "../rule.ts";

export const restartingContainer: LintRule = {
  id: "JS125",
  severity: "danger",
  title: "an ordinary container always restarts",
  why:
    "restartPolicy: Always turns an init container into a sidecar. On an ordinary container it means that the container is " +
    "restarted whenever it ends, even with 0 (1.35): the pod never ends, and the Job never completes. Earlier releases " +
    "refuse such a Job, or silently drop the field.",
  advice: "Move the container to initContainers, where the policy makes it a sidecar, or leave the policy out.",
  source: "kubernetes/enhancements#5307, kubernetes/enhancements#753",
  validity: {},
  check(_job, { written }) {
    return written.spec.template.spec.containers.flatMap(({ name, restartPolicy }, i) => {
      if (restartPolicy !== "Always") return [];
      const message = `container ${name} is restarted each time it ends, so its pod never does; it is a sidecar only under initContainers`;
      return [{ path: inSpec("template", "spec", "containers", i, "restartPolicy"), message }];
    });
  },
};
