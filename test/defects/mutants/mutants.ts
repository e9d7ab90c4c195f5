/** Small changes that an author of the built-in controllers could have made, and what each breaks. */

import type { StartControllers } from "../../../src/testing/index.ts";
import { tamper } from "../tamper.ts";

export interface Mutant {
  /** Short name in kebab case. */
  readonly id: string;
  /** What the controller does, in one sentence. */
  readonly title: string;
  /** The controllers, if the change is in what they send; else a variant of a module has it. */
  readonly controllers?: StartControllers;
}

export const MUTANTS: readonly Mutant[] = [
  { id: "running-pods-first", title: "A scale-down takes pods that run before pods that wait." },
  { id: "oldest-pods-first", title: "A scale-down takes the oldest pods first." },
  { id: "ready-pods-first", title: "A scale-down takes pods that are ready before those that are not." },
  { id: "best-duplicate-deleted", title: "Of two pods of an index the less advanced one stays." },
  { id: "high-indexes-first", title: "The highest indexes get their pods first." },
  { id: "never-adopts", title: "A pod without a controller that matches the selector is not adopted." },
  { id: "adopts-unread", title: "Pods are adopted without a look at the live Job." },
  { id: "never-releases", title: "A pod whose labels no longer match keeps its controller." },
  { id: "no-event-of-failure", title: "No Event says that a Job has failed." },
  { id: "no-event-of-completion", title: "No Event says that a Job is complete." },
  { id: "no-event-of-creation", title: "No Event says that a pod was created." },
  { id: "last-rule-wins", title: "Of the rules of a failure policy that match the last one wins." },
  { id: "container-name-ignored", title: "A rule for the exit codes of one container is taken to be for all." },
  { id: "ignored-failure-counts", title: "An ignored failure counts in the annotation of the next attempt." },
  { id: "wrong-reason", title: "The condition Failed has another reason than the announcement." },
  {
    id: "earliest-delayed-pod",
    title: "Of the failed pods of an index the first, not the last, is held for its replacement.",
  },
  { id: "success-forgives-nothing", title: "A success does not end the back-off." },
  { id: "no-slow-start", title: "All missing pods are created at once." },
  { id: "creations-go-on-after-failure", title: "A creation that fails does not end the round." },
  {
    id: "ttl-without-uid",
    title: "The TTL controller deletes whatever Job has the name, and not the one it saw.",
    controllers: tamper(
      {
        request: (request) => {
          if (request.resource !== "jobs" || request.verb !== "delete") return request;
          const { uid: _, ...rest } = request;
          return rest;
        },
      },
      "ttl-controller",
    ),
  },
  { id: "first-missed-start", title: "Of several missed starts of a CronJob the first is made, not the last." },
  { id: "start-noted-late", title: "A CronJob notes when it made the Job, not the time it was made for." },
  { id: "last-success-not-noted", title: "lastSuccessfulTime of a CronJob stays as it is." },
  {
    id: "terminating-pods-replaced",
    title: "A pod is replaced while it terminates, whatever podReplacementPolicy says.",
  },
  {
    id: "ttl-orphans-pods",
    title: "The TTL controller deletes a Job and leaves its pods.",
    controllers: tamper(
      {
        request: (request) =>
          request.resource === "jobs" && request.verb === "delete" ? { ...request, propagation: "Orphan" } : request,
      },
      "ttl-controller",
    ),
  },
  { id: "starting-deadline-ignored", title: "A CronJob starts a run whose starting deadline is over." },
  { id: "cordoned-nodes-taken", title: "The scheduler looks neither at cordons nor at taints." },
  { id: "restarts-at-once", title: "The kubelet restarts a container that failed again without a back-off." },
];
