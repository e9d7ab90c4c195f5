/** Schema of `pods`: how pods behave. */

import { z } from "zod";

import { INDEX_LIST_PATTERN, indexListProblem } from "./index-list.ts";
import { containersSchema } from "./schema-containers.ts";
import { exitSchema } from "./schema-exit.ts";
import { durationSchema, timeOrForeverSchema, timeOrNeverSchema, timeSchema, whenOtherType } from "./schema-time.ts";

/** Numbers that pods are matched by. */
export const indexListSchema = (description: string) =>
  z
    .union(
      [
        z.number().int().nonnegative(),
        z.string().regex(INDEX_LIST_PATTERN, { error: ({ input }) => indexListProblem(String(input)) }),
        z.array(z.number().int().nonnegative()),
      ],
      { error: 'must be a number, a list of numbers, or text such as "0,3-5" or "2-"' },
    )
    .describe(description);

export const conditionSchema = z
  .strictObject({
    type: z.string().min(1).describe("Type of the condition, for example DisruptionTarget."),
    status: z
      .enum(["True", "False", "Unknown"])
      .optional()
      .describe('Status of the condition, in quotes; "True" if absent.'),
    reason: z.string().optional().describe("Reason in CamelCase, for example TerminationByKubelet."),
    message: z.string().optional().describe("Text for people."),
  })
  .meta({ id: "Condition", description: "A condition that the pod gets at its end." });

const restartSchema = z
  .strictObject({
    count: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe("How many such runs follow each other; 1 if absent."),
    run: timeSchema("How long the container runs before it fails."),
    exit: exitSchema("Exit code of the failing run, or codes with their chances; not 0. 1 if absent.").optional(),
  })
  .meta({
    id: "Restart",
    description: "Runs of the container that fail and are followed by a crash-loop back-off and a restart.",
  });

const rejectedSchema = z
  .union(
    [
      z.string().min(1),
      z.strictObject({
        reason: z.string().min(1).describe("Reason in CamelCase, for example UnexpectedAdmissionError."),
        message: z.string().min(1).describe("The message of the kubelet."),
      }),
    ],
    { error: whenOtherType("must be a reason such as OutOfpods, or a map with reason and message") },
  )
  .describe(
    "The kubelet rejects the pod, which becomes Failed: OutOfcpu, OutOfpods, NodeAffinity, TaintToleration, UnexpectedAdmissionError and the like, or reason and message.",
  );

const terminationSchema = z.strictObject({
  time: timeSchema("From the delete request to the end of the containers; 1s if absent.").optional(),
  exit: exitSchema("Exit code of the stopped container; 143 (SIGTERM) if absent.").optional(),
});

const workSchema = z
  .strictObject({
    total: timeSchema(
      "How long a container has to run in total, across interruptions; for a gang, how long all workers have to.",
    ),
    checkpointEvery: durationSchema
      .optional()
      .describe("How often a checkpoint is saved; if absent, an interrupted pod leaves nothing."),
    restoreTakes: durationSchema
      .optional()
      .describe("From the start of a container until it resumes from the checkpoint; 0s if absent."),
    of: z
      .enum(["pod", "index", "job"])
      .optional()
      .describe(
        "Who owns the work. index (the default): each completion index has its own, and its next pod continues it. pod: each pod starts over. job: all pods share it, and each adds to it.",
      ),
    gang: z.boolean().optional().describe("The same as gang next to work."),
  })
  .meta({
    id: "Work",
    description:
      "Work that survives: an interrupted pod resumes from its last checkpoint, and exits with 0 when it is done.",
  });

const behaviour = {
  schedule: timeOrNeverSchema(
    "From the pod's creation until it is bound to a node; 0s if absent. With never, the pod stays unscheduled.",
  ).optional(),
  start: timeOrNeverSchema(
    "From being bound until the pod runs (image pull, container start); 1s if absent. With never, it stays Pending, as with an image that cannot be pulled.",
  ).optional(),
  ready: timeOrNeverSchema("From running until the pod is Ready; 0s if absent.").optional(),
  run: timeOrForeverSchema(
    "How long the pod runs until its container exits; 10s if absent. With forever, it runs until it is stopped.",
  ).optional(),
  exit: exitSchema(
    "Exit code of the container, 0 if absent; or codes with their chances, for example {0: 95%, 1: 5%}, drawn for each run. What happens to the pod follows from its template.",
  ).optional(),
  container: z
    .string()
    .min(1)
    .optional()
    .describe("Name of the container that exits; the first one of the template if absent."),
  conditions: z
    .array(conditionSchema)
    .optional()
    .describe("Conditions that the pod gets when it ends, for example DisruptionTarget after a kubelet eviction."),
  restarts: z
    .array(restartSchema)
    .optional()
    .describe("Failing runs before the final one, for templates with restartPolicy OnFailure."),
  containers: containersSchema.optional(),
  work: workSchema
    .optional()
    .describe("The work to do, instead of a run time; run and exit then say what cuts a container short."),
  gang: z
    .boolean()
    .optional()
    .describe(
      "All pods of the Job work together: while one is missing none makes progress, and all go back to the last checkpoint. False if absent.",
    ),
  rejected: rejectedSchema.optional(),
  termination: terminationSchema.optional().describe("What happens when the pod is deleted while it runs."),
};

const marksSchema = (description: string) => z.record(z.string().min(1), z.string()).describe(description);

const matchSchema = z.strictObject({
  job: z
    .union([z.string(), z.array(z.string())], { error: "must be the name of a Job, or a list of names" })
    .optional()
    .describe(
      'Name of the Job or CronJob, or a list of names; "namespace/name" where two namespaces have one of that name.',
    ),
  jobName: z
    .union([z.string().min(1), z.array(z.string().min(1))], { error: "must be a pattern, or a list of patterns" })
    .optional()
    .describe("Pattern of the Job's name, for Jobs that do not exist yet: nightly-*; * stands for any text."),
  labels: marksSchema("Labels that the pod has, for example {team: ml}; * in a value stands for any text.").optional(),
  annotations: marksSchema("Annotations that the pod has; * in a value stands for any text.").optional(),
  cronRun: indexListSchema(
    "Which Jobs of a CronJob the rule applies to, counted from 0: 0 is the first, and 3- all from the fourth on.",
  ).optional(),
  index: indexListSchema(
    "Completion index of the pod (Indexed Jobs): a number, a list, or text such as 0,3-5.",
  ).optional(),
  attempt: indexListSchema(
    "How many pods were created before it for the same index (Indexed Jobs): 0 for the first attempt; 1- for all retries.",
  ).optional(),
  ordinal: indexListSchema(
    "How many pods were created before it for the Job: 0 for the first; 0-4 for the first five.",
  ).optional(),
});

const ruleSchema = z
  .strictObject({
    match: matchSchema.describe("Which pods the rule applies to: those that match every key. At least one key."),
    ...behaviour,
  })
  .meta({
    id: "PodRule",
    description: "Behaviour of the pods that match; what is left out comes from pods.default, also of each container.",
  });

export const podsSchema = z.strictObject(
  {
    default: z
      .strictObject(behaviour)
      .meta({ id: "PodBehaviour" })
      .optional()
      .describe("Behaviour of pods that no rule matches, and of matched pods in what their rule leaves out."),
    rules: z
      .array(ruleSchema)
      .optional()
      .describe(
        "The first rule that matches a pod decides. What it says of the pod also wins over what default says of its first container by name.",
      ),
  },
  { error: whenOtherType("must be a map with default and rules") },
);

export type ConditionInput = z.infer<typeof conditionSchema>;
export type PodsInput = z.infer<typeof podsSchema>;
export type RuleInput = z.infer<typeof ruleSchema>;
export type MatchInput = z.infer<typeof matchSchema>;
export type BehaviourInput = NonNullable<PodsInput["default"]>;
