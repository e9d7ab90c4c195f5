/**
 * Since which minor release the rules about pod templates are what they are today, where a feature gate changed them:
 * the release in which the gate came to be on by default.
 */

import { POD_FIELD_SETS, type PodFieldSet } from "./pod-fields.ts";

const SINCE = {
  /** Ports of templates on the host's network are no longer filled in, and an error names the host's port. */
  hostPortsOfTemplates: "1.28",
  /** Names of environment variables may have any printable ASCII characters but `=`. */
  relaxedEnvNames: "1.32",
  /** Search domains may hold underscores, and be a single dot. */
  relaxedSearchDomains: "1.33",
  /** A hook may sleep for no time. */
  zeroSleep: "1.33",
  /** Init containers may say how they are resized. */
  resizableInitContainers: "1.33",
  /** Resources of whole pods are checked; before that they were dropped. */
  podResources: "1.34",
  /** Containers may have a restart policy of their own at all: in its first release the gate drops it. */
  containerRestartPolicy: "1.34",
  /** What such a policy says is checked. */
  containerRestartRules: "1.35",
  /** An environment variable may come from a file. */
  envFiles: "1.35",
} as const satisfies Readonly<Record<string, PodFieldSet>>;

export type PodFieldRule = keyof typeof SINCE;

/** Whether a rule holds in a release. */
export type HoldsPodRule = (rule: PodFieldRule) => boolean;

/** Which rules hold where pod templates have the given fields. */
export function podRulesOf(podFields: PodFieldSet): HoldsPodRule {
  const place = POD_FIELD_SETS.indexOf(podFields);
  return (rule) => POD_FIELD_SETS.indexOf(SINCE[rule]) <= place;
}
