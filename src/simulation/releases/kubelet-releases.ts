/** The kubelet of each release, as differences to the next one (semantics 11, section 14). */

import { CURRENT_KUBELET, type KubeletSwitches } from "../../kubelet/switches.ts";
import { NEWEST_RELEASE, type Release } from "./releases.ts";

/** What a minor release had differently than the one after it; newest first. */
const DIFFERENCES: readonly (readonly [minor: number, differences: Partial<KubeletSwitches>])[] = [
  [35, { restartAllContainers: false }],
  [
    34,
    {
      containerRestartRules: false,
      backOffRetry: "10s",
      sandboxReadyAtOnce: false,
      startEventText: "colon",
      presentImageText: "present",
    },
  ],
  [32, { pendingSidecars: "mainStates" }],
  [31, { imagePullBackOffError: false }],
  [29, { pulledImageSize: false }],
  [28, { readyToStartContainers: false, orderedTermination: false, startEventText: "plain" }],
  [27, { initializedByMain: false }],
  [26, { terminalPhaseBeforeRemoval: false }],
  [25, { eventNames: false }],
];

/**
 * The switches of the kubelet of a release; patch releases have those of their minor release.
 *
 * @example
 * kubeletSwitchesOf("1.34").containerRestartRules; // false
 */
export function kubeletSwitchesOf(release: Release = NEWEST_RELEASE): KubeletSwitches {
  const minor = Number(release.split(".")[1]);
  const older = DIFFERENCES.filter(([until]) => minor <= until).map(([, differences]) => differences);
  return Object.assign({ ...CURRENT_KUBELET }, ...older);
}
