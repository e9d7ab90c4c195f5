/** JS125: an ordinary container that is restarted whatever it ends with. */

import { inSpec, type LintRule } from "../rule.ts";

export const restartingContainer: LintRule = {
  id: "JS125",
  severity: "danger",
  title: "an ordinary container always restarts",
  why:
    "restartPolicy: Always makes a side-car of an init container. On an ordinary container it means that the container is " +
    "started again whenever it ends, also with 0 (1.35): the pod never ends, and the Job never completes. Releases before " +
    "that refuse such a Job, or drop the field without a word.",
  advice: "Move the container to initContainers, where the policy makes it a side-car, or leave the policy out.",
  source: "kubernetes/enhancements#5307, kubernetes/enhancements#753",
  validity: {},
  check(_job, { written }) {
    return written.spec.template.spec.containers.flatMap(({ name, restartPolicy }, i) => {
      if (restartPolicy !== "Always") return [];
      const message = `container ${name} is restarted each time that it ends, so that its pod never does; only under initContainers is it a side-car`;
      return [{ path: inSpec("template", "spec", "containers", i, "restartPolicy"), message }];
    });
  },
};
