/** JS126: an init container that never ends, so that the work never starts. */

import { inSpec, type LintRule } from "../rule.ts";
import { isServer } from "../servers.ts";

export const unendingInit: LintRule = {
  id: "JS126",
  severity: "danger",
  title: "an init container never ends",
  why:
    "Init containers run one after the other, each to its end, before the work starts. One that serves until it is stopped " +
    "keeps the pod in Init forever. With restartPolicy: Always (1.29) it is a side-car: the work starts when it has started.",
  advice: "Give the init container restartPolicy: Always.",
  source: "kubernetes/enhancements#753",
  validity: {},
  check(_job, { written }) {
    const { initContainers = [] } = written.spec.template.spec;
    return initContainers.flatMap((container, i) => {
      if (container.restartPolicy === "Always" || !isServer(container)) return [];
      const message = `init container ${container.name} serves until it is stopped: what comes after it never starts`;
      const path = inSpec("template", "spec", "initContainers", i, "restartPolicy");
      return [{ path, message, change: "restartPolicy: Always" }];
    });
  },
};
