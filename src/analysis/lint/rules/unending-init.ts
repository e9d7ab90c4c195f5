/** JS126: an init container that never ends, so the work never starts. */

import { inSpec, type LintRule } from "../rule.ts";
import { isServer } from "../servers.ts";

export const unendingInit: LintRule = {
  id: "JS126",
  severity: "danger",
  title: "an init container never ends",
  why:
    "Init containers run one after the other, each to completion, before the work starts. One that runs until it is stopped " +
    "keeps the pod in Init forever. With restartPolicy: Always (1.29) it is a sidecar: the work starts once it has started.",
  advice: "Give the init container restartPolicy: Always.",
  source: "kubernetes/enhancements#753",
  validity: {},
  check(_job, { written }) {
    const { initContainers = [] } = written.spec.template.spec;
    return initContainers.flatMap((container, i) => {
      if (container.restartPolicy === "Always" || !isServer(container)) return [];
      const message = `init container ${container.name} runs until it is stopped: what comes after it never starts`;
      const path = inSpec("template", "spec", "initContainers", i, "restartPolicy");
      return [{ path, message, change: "restartPolicy: Always" }];
    });
  },
};
