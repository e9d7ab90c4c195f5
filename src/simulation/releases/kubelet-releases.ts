/** How the kubelet of each release differs from that of the next one (semantics 11, section 14; 12, section 9). */

import type { NodeLifecycleSwitches } from "../../controller/node-lifecycle/switches.ts";
import type { KubeletSwitches } from "../../kubelet/switches.ts";

/** By minor release. */
export const KUBELET_DIFFERENCES: Readonly<Record<string, Partial<KubeletSwitches & NodeLifecycleSwitches>>> = {
  "1.35": { restartAllContainers: false },
  "1.34": {
    containerRestartRules: false,
    backOffRetry: "10s",
    sandboxReadyAtOnce: false,
    startEventText: "colon",
    presentImageText: "present",
  },
  "1.32": { pendingSidecars: "mainStates" },
  "1.31": { imagePullBackOffError: false },
  "1.30": { predicateReason: false, nodeMonitorGrace: "40s" },
  "1.29": { pulledImageSize: false },
  "1.28": { readyToStartContainers: false, orderedTermination: false, startEventText: "plain" },
  "1.27": { initializedByMain: false },
  "1.26": { terminalPhaseBeforeRemoval: false },
  "1.25": { eventNames: false, rejectionText: "bare" },
};
