/**
 * The minor release since which rules about pod templates are as today, for rules that a feature gate changed: the
 * release that turned the gate on by default.
 */

import { POD_FIELD_SETS, type PodFieldSet } from "./pod-fields.ts";

const SINCE = {
  /** Host ports of templates on the host's network are no longer defaulted, and an error names the host port. */
  hostPortsOfTemplates: "1.28",
  /** Names of environment variables may have any printable ASCII characters except `=`. */
  relaxedEnvNames: "1.32",
  /** Search domains may have underscores, and be a single dot. */
  relaxedSearchDomains: "1.33",
  /** A sleep hook may have zero seconds. */
  zeroSleep: "1.33",
  /** Init containers may have a resize policy. */
  resizableInitContainers: "1.33",
  /** Pod-level resources are validated; before that they were dropped. */
  podResources: "1.34",
  /** Containers may have a restart policy; in the first release the gate drops it. */
  containerRestartPolicy: "1.34",
  /** Such a policy is validated. */
  containerRestartRules: "1.35",
  /** An environment variable may come from a file. */
  envFiles: "1.35",
} as const satisfies Readonly<Record<string, PodFieldSet>>;

export type PodFieldRule = keyof typeof SINCE;

/** Whether a rule applies in a release. */
export type HoldsPodRule = (rule: PodFieldRule) => boolean;

/** The rules that apply to the pod templates of a release. */
export function podRulesOf(podFields: PodFieldSet): HoldsPodRule {
  const place = POD_FIELD_SETS.indexOf(podFields);
  return (rule) => POD_FIELD_SETS.indexOf(SINCE[rule]) <= place;
}
