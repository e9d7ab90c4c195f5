/** Switches of the API, in words (semantics 10, sections 1.3 and 4). */

import type { ApiSwitches } from "../../api/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

const SUPPORT =
  "unknown: the field is removed when the Job is read, with a warning. dropped: it is removed on creation without a word. on: it counts.";

export const API_DOCS: { readonly [id in keyof ApiSwitches]: SwitchDoc } = {
  podFailurePolicy: {
    title: "spec.podFailurePolicy",
    does: SUPPORT,
    upstream: "kubernetes/enhancements#3329",
  },
  backoffLimitPerIndex: {
    title: "spec.backoffLimitPerIndex, spec.maxFailedIndexes and FailIndex",
    does: SUPPORT,
    upstream: "kubernetes/enhancements#3850",
  },
  podReplacementPolicy: {
    title: "spec.podReplacementPolicy",
    does: SUPPORT,
    upstream: "kubernetes/enhancements#3939",
  },
  successPolicy: {
    title: "spec.successPolicy",
    does: SUPPORT,
    upstream: "kubernetes/enhancements#3998",
  },
  managedBy: {
    title: "spec.managedBy",
    does: SUPPORT,
    upstream: "kubernetes/enhancements#4368",
  },
  podFields: {
    title: "Fields of pod templates",
    does: "The pod template has the fields of that release; newer ones are removed when the Job is read, with a warning.",
  },
  elasticIndexed: {
    title: "Scaling Indexed Jobs",
    does: "With yes, completions of an Indexed Job may change together with parallelism; with no, completions are immutable.",
    upstream: "kubernetes/enhancements#3715",
  },
  prefixedLabels: {
    title: "Labels with the prefix batch.kubernetes.io/",
    does: "With no, pods have only the labels job-name and controller-uid; with yes, also the prefixed ones.",
    upstream: "kubernetes/kubernetes#114930",
  },
  selectorKey: {
    title: "The generated selector",
    does: "legacy: selects by controller-uid. prefixed: by batch.kubernetes.io/controller-uid.",
    upstream: "kubernetes/kubernetes#114930",
  },
  trackingAnnotation: {
    title: "The annotation batch.kubernetes.io/job-tracking",
    does: "added: put onto each new Job. kept: also restored when a user removes it. none: not used.",
    upstream: "kubernetes/enhancements#2307",
  },
  manualSelectorDefaulted: {
    title: "spec.manualSelector: false is stored",
    does: "With yes, an absent manualSelector is stored as false.",
  },
  mutableTemplate: {
    title: "Changing the pod template of a suspended Job",
    does:
      "scheduling: node selector, tolerations, node affinity, labels and annotations, before the first start. " +
      "schedulingAndGates: scheduling gates as well. schedulingAndResources: resources too, and whenever nothing " +
      "runs.",
    upstream: "kubernetes/enhancements#5440",
  },
  generateNameRetries: {
    title: "Generated names that are taken",
    does: "With yes, up to 8 names are tried; a Job with a generated name then does not show its template's generated labels as its own.",
    upstream: "kubernetes/enhancements#4420",
  },
  nameWarning: {
    title: "Warning about names",
    does: "With yes, a Job whose name is no DNS label is created with a warning.",
  },
  completionsWarning: {
    title: "Warning about very large Jobs",
    does: "With yes, more than 100000 completions together with more than 10000 pods at once cause a warning.",
  },
  zoneInSchedule: {
    title: "TZ= in the schedule of a CronJob",
    does: "allowed: a new CronJob may name its zone in the schedule, with a warning, but not beside timeZone. refused: only those that had it before may keep it.",
    upstream: "kubernetes/kubernetes#116252",
  },
  zoneColumn: {
    title: "The column Timezone of kubectl get cronjobs",
    does: "With yes, tables of CronJobs show the time zone.",
    upstream: "kubernetes/kubernetes#122231",
  },
  manualJobControlled: {
    title: "Jobs of kubectl create job --from",
    does:
      "With no, kubectl makes the CronJob an owner of the Job and not its controller, which does not see the Job then: " +
      "it counts neither for lastSuccessfulTime nor for the history limits. With yes, it is a Job of the CronJob like " +
      "others.",
    upstream: "kubernetes/kubernetes#118530",
  },
  statusColumn: {
    title: "The column Status of kubectl get jobs",
    does: "none: no such column. plain: Complete, Failed, Suspended, FailureTarget, Terminating or Running. withSuccessCriteria: also SuccessCriteriaMet.",
  },
  strictStatusValidation: {
    title: "What is checked in a status",
    does: "counters: no negative numbers, no UID twice. successPolicy, successCriteria: also the condition SuccessCriteriaMet. strict: all rules, so that a contradictory status is refused.",
    upstream: "kubernetes/enhancements#4368",
  },
  statusTexts: {
    title: "Words about times and uncounted pods in a refused status",
    does: "Three generations of wording.",
  },
  tooLongText: {
    title: "Words about texts that are too long",
    does: "mustHaveAtMost: must have at most N bytes. mayNotBeMoreThan: may not be more than N bytes.",
  },
  labelLengthUnit: {
    title: "Words about labels that are too long",
    does: "must be no more than 63 characters, or … bytes.",
  },
};
