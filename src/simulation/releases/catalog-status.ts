/** Switches of verdicts, counting, status and pods, in words (semantics 10, sections 1.2 and 3). */

import type { EventSwitches, PodSwitches, StatusSwitches } from "../../controller/job/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

type Id = keyof (StatusSwitches & EventSwitches & PodSwitches);

export const STATUS_DOCS: { readonly [id in Id]: SwitchDoc } = {
  backoffLimitCheck: {
    title: "When backoffLimit is looked at",
    does: "guarded: only in a sync that sees a new failure, and not while exactly `parallelism` pods are active. plain: in every sync.",
    upstream: "kubernetes/kubernetes#119159",
  },
  failureTarget: {
    title: "Announced failures",
    does: "never: Failed comes at once. failJob: the condition FailureTarget comes first where a FailJob rule decided. all: it comes first for every failure.",
    upstream: "kubernetes/kubernetes#125510",
  },
  successCriteriaMet: {
    title: "Announced success",
    does: "With yes, the condition SuccessCriteriaMet comes before Complete.",
    upstream: "kubernetes/kubernetes#126075",
  },
  completeReason: {
    title: "Reason of Complete",
    does: "empty: the condition Complete has neither reason nor message. CompletionsReached: it says why.",
    upstream: "kubernetes/kubernetes#126075",
  },
  terminalConditionDelay: {
    title: "Complete and Failed wait for terminating pods",
    does: "With no, a Job is called finished while its pods still terminate. With yes, only when all of them have ended.",
    upstream: "kubernetes/kubernetes#125510",
  },
  completionCountsRest: {
    title: "Pods that are left when a Job completes",
    does: "With yes, pods that still run or terminate when a Job completes count as failed.",
    upstream: "kubernetes/kubernetes#125510",
  },
  capBlocksFinish: {
    title: "More than 500 pods at the end",
    does: "With no, a Job may be called finished after 500 pods were counted, although more wait to be.",
    upstream: "kubernetes/kubernetes#119159",
  },
  finishEventBeforeWrite: {
    title: "When the last Event comes",
    does: "With yes, the Event about the end of the Job comes before the status write, and again if the write fails.",
  },
  terminatingField: {
    title: "status.terminating",
    does: "With yes, the status says how many pods are being deleted, and a change of that number causes a write.",
    upstream: "kubernetes/enhancements#3939",
  },
  deletedAddsToTerminating: {
    title: "Deleted pods in status.terminating",
    does: "With yes, pods that a sync deletes are counted as terminating in its own write, and not a second later.",
    upstream: "kubernetes/kubernetes#125089",
  },
  deletedLowersReady: {
    title: "Deleted pods in status.ready",
    does: "With no, the write of a sync that deletes pods still counts them as ready; a failed Job may stay so forever.",
    upstream: "kubernetes/kubernetes#125185",
  },
  replaceAfterTermination: {
    title: "Replacements of terminating pods",
    does: "never: a pod that is being deleted is replaced at once. podFailurePolicy: with such a policy only when it has ended. full: also with podReplacementPolicy Failed.",
    upstream: "kubernetes/enhancements#3939",
  },
  suspendClearsStartTime: {
    title: "startTime of a suspended Job",
    does: "With yes, suspending takes startTime away. With no, a resumed Job may fail at once, because its deadline is counted from the old one.",
    upstream: "kubernetes/enhancements#5440",
  },
  eventBudget: {
    title: "Budget of Events",
    does: "perObject: after 25 Events about a Job the next are dropped, the Warning that it failed among them. perType: Normal Events and Warnings have a budget each.",
    upstream: "kubernetes/kubernetes#124747",
  },
  indexLabelOnPods: {
    title: "Index label of pods",
    does: "With yes, pods of Indexed Jobs have their index as a label, and JOB_COMPLETION_INDEX is read from it; with no, from the annotation.",
    upstream: "kubernetes/enhancements#4017",
  },
};
