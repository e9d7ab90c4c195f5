/** Switches of the API, in words (semantics 10, sections 1.3 and 4). */

import type { ApiSwitches } from "../../api/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

const SUPPORT =
  "unknown: the field is unknown and removed, with a warning. dropped: it is silently dropped on creation. on: it is in effect.";

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
    does: "The pod template has the fields of that release; newer fields are removed, with a warning.",
  },
  elasticIndexed: {
    title: "Scaling Indexed Jobs",
    does: "With yes, completions of an Indexed Job can be changed together with parallelism; with no, completions are immutable.",
    upstream: "kubernetes/enhancements#3715",
  },
  prefixedLabels: {
    title: "Labels with the prefix batch.kubernetes.io/",
    does: "With no, pods only have the labels job-name and controller-uid; with yes, they also have the prefixed ones.",
    upstream: "kubernetes/kubernetes#114930",
  },
  selectorKey: {
    title: "The generated selector",
    does: "legacy: it selects by controller-uid. prefixed: it selects by batch.kubernetes.io/controller-uid.",
    upstream: "kubernetes/kubernetes#114930",
  },
  trackingAnnotation: {
    title: "The annotation batch.kubernetes.io/job-tracking",
    does: "added: each new Job gets it. kept: it is also restored if a user removes it. none: it is not used.",
    upstream: "kubernetes/enhancements#2307",
  },
  manualSelectorDefaulted: {
    title: "spec.manualSelector: false is stored",
    does: "With yes, an absent manualSelector is stored as false.",
  },
  mutableTemplate: {
    title: "Changing the pod template of a suspended Job",
    does:
      "scheduling: node selector, tolerations, node affinity, labels and annotations can be changed before the first " +
      "start. schedulingAndGates: scheduling gates as well. schedulingAndResources: resources too, and whenever no pod " +
      "is running.",
    upstream: "kubernetes/enhancements#5440",
  },
  generateNameRetries: {
    title: "Generated names that already exist",
    does: "With yes, up to 8 names are tried; a Job with a generated name then does not have the generated labels of its template.",
    upstream: "kubernetes/enhancements#4420",
  },
  nameWarning: {
    title: "Warning about names",
    does: "With yes, a Job whose name is not a DNS label is created with a warning.",
  },
  completionsWarning: {
    title: "Warning about very large Jobs",
    does: "With yes, more than 100000 completions together with more than 10000 pods at once cause a warning.",
  },
  zoneInSchedule: {
    title: "TZ= in the schedule of a CronJob",
    does: "allowed: a new CronJob can have its time zone in the schedule, with a warning, but not together with timeZone. refused: only CronJobs that already have it keep it.",
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
      "With no, kubectl makes the CronJob an owner of the Job but not its controller, so that the Job counts neither " +
      "for lastSuccessfulTime nor for the history limits. With yes, it is like any other Job of the CronJob.",
    upstream: "kubernetes/kubernetes#118530",
  },
  statusColumn: {
    title: "The column Status of kubectl get jobs",
    does: "none: there is no such column. plain: it shows Complete, Failed, Suspended, FailureTarget, Terminating or Running. withSuccessCriteria: also SuccessCriteriaMet.",
  },
  strictStatusValidation: {
    title: "Validation of the status",
    does: "counters: no negative numbers, no duplicate UIDs. successPolicy, successCriteria: also the condition SuccessCriteriaMet. strict: all rules, so that a contradictory status is rejected.",
    upstream: "kubernetes/enhancements#4368",
  },
  statusTexts: {
    title: "Messages about times and uncounted pods in a rejected status",
    does: "There are three generations of wording.",
  },
  tooLongText: {
    title: "Messages about strings that are too long",
    does: "mustHaveAtMost: must have at most N bytes. mayNotBeMoreThan: may not be more than N bytes.",
  },
  labelLengthUnit: {
    title: "Messages about labels that are too long",
    does: "must be no more than 63 characters, or … bytes.",
  },
};
