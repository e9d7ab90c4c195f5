/** Descriptions of the switches of verdicts, counting, status and pods (semantics 10, sections 1.2 and 3). */

import type { EventSwitches, PodSwitches, StatusSwitches } from "../../controller/job/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

type Id = keyof (StatusSwitches & EventSwitches & PodSwitches);

export const STATUS_DOCS: { readonly [id in Id]: SwitchDoc } = {
  backoffLimitCheck: {
    title: "When backoffLimit is checked",
    does: "guarded: only in a sync that sees a new failure, and not while exactly `parallelism` pods are active. plain: in every sync.",
    upstream: "kubernetes/kubernetes#119159",
  },
  failureTarget: {
    title: "FailureTarget before Failed",
    does: "never: Failed is set at once. failJob: the condition FailureTarget is set first if a FailJob rule matched. all: it is set first for every failure.",
    upstream: "kubernetes/kubernetes#125510",
  },
  successCriteriaMet: {
    title: "SuccessCriteriaMet before Complete",
    does: "With yes, the condition SuccessCriteriaMet is set before Complete.",
    upstream: "kubernetes/kubernetes#126075",
  },
  completeReason: {
    title: "Reason of Complete",
    does: "empty: the condition Complete has neither reason nor message. CompletionsReached: it has both.",
    upstream: "kubernetes/kubernetes#126075",
  },
  terminalConditionDelay: {
    title: "Complete and Failed wait for terminating pods",
    does: "With no, a Job can finish while its pods are still terminating. With yes, it finishes when all of them have ended.",
    upstream: "kubernetes/kubernetes#125510",
  },
  completionCountsRest: {
    title: "Pods that are left when a Job completes",
    does: "With yes, pods that are running or terminating when a Job completes count as failed.",
    upstream: "kubernetes/kubernetes#125510",
  },
  capBlocksFinish: {
    title: "More than 500 pods at the end",
    does: "With no, a Job can finish after 500 pods were counted, although more are left to count.",
    upstream: "kubernetes/kubernetes#119159",
  },
  finishEventBeforeWrite: {
    title: "When the last Event is recorded",
    does: "With yes, the Event about the end of the Job is recorded before the status write, and again if the write fails.",
  },
  terminatingField: {
    title: "status.terminating",
    does: "With yes, the status has the number of terminating pods, and a change of that number causes a write.",
    upstream: "kubernetes/enhancements#3939",
  },
  deletedAddsToTerminating: {
    title: "Deleted pods in status.terminating",
    does: "With yes, pods that a sync deletes count as terminating in its own write, and not only a second later.",
    upstream: "kubernetes/kubernetes#125089",
  },
  deletedLowersReady: {
    title: "Deleted pods in status.ready",
    does: "With no, the write of a sync that deletes pods still counts them as ready; a failed Job may keep that number forever.",
    upstream: "kubernetes/kubernetes#125185",
  },
  replaceAfterTermination: {
    title: "Replacements of terminating pods",
    does: "never: a pod that is being deleted is replaced at once. podFailurePolicy: with a pod failure policy it is replaced only when it has ended. full: also with podReplacementPolicy Failed.",
    upstream: "kubernetes/enhancements#3939",
  },
  suspendClearsStartTime: {
    title: "startTime of a suspended Job",
    does: "With yes, suspending clears startTime. With no, a resumed Job may fail at once, because its deadline counts from the old startTime.",
    upstream: "kubernetes/enhancements#5440",
  },
  eventBudget: {
    title: "Budget of Events",
    does: "perObject: after 25 Events about a Job further ones are dropped, including the Warning that it failed. perType: Normal Events and Warnings have separate budgets.",
    upstream: "kubernetes/kubernetes#124747",
  },
  indexLabelOnPods: {
    title: "Index label of pods",
    does: "With yes, pods of Indexed Jobs have their index as a label, and JOB_COMPLETION_INDEX is read from it; with no, from the annotation.",
    upstream: "kubernetes/enhancements#4017",
  },
};
