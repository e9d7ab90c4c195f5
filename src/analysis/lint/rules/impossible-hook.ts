/** JS134: a lifecycle hook that no kubelet can run. */

import { planPod } from "../../../kubelet/plan/pod-plan.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const impossibleHook: LintRule = {
  id: "JS134",
  severity: "danger",
  title: "a lifecycle hook that no kubelet can run",
  why:
    "The API server accepts tcpSocket in a hook only for old clients, and every kubelet fails it. A failed postStart hook " +
    "kills its container each time it starts, so the pod can never succeed; a failed preStop hook is left out.",
  advice: "Use exec, httpGet or sleep.",
  validity: {},
  check({ spec }) {
    const { inits, mains } = planPod(spec.template.spec);
    return [...inits, ...mains].flatMap((container) => {
      const { name, index, role } = container;
      const list = role === "main" ? "containers" : "initContainers";
      return (["postStart", "preStop"] as const).flatMap((hook) => {
        if (container[hook]?.kind !== "none") return [];
        const what = hook === "postStart" ? "container NAME is killed each time it starts" : "it never runs";
        const message = `the ${hook} hook of container ${name} fails, because kubelets do not run tcpSocket: ${what.replace("NAME", name)}`;
        return [{ path: inSpec("template", "spec", list, index, "lifecycle", hook), message }];
      });
    });
  },
};
