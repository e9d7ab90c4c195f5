/** Schema of `pods.default.containers`: the behaviour of single containers of a pod. */

import { z } from "zod";

import { exitSchema } from "./schema-exit.ts";
import { durationSchema, timeOrForeverSchema, timeOrNeverSchema, timeSchema } from "./schema-time.ts";

const attempt = {
  run: timeOrForeverSchema(
    "How long it runs; with forever, until it is stopped. If absent, as long as a container that is not named.",
  ).optional(),
  exit: exitSchema(
    "Exit code that the container returns, or codes with their chances; if absent, exit of the pod for its first container, and 0 for others.",
  ).optional(),
};

const onTermSchema = z
  .union(
    [
      z.literal("ignore"),
      z.strictObject({
        time: timeSchema("From SIGTERM to its end; termination.time of the pod if absent.").optional(),
        exit: exitSchema("Its exit code then; termination.exit of the pod if absent.").optional(),
      }),
    ],
    { error: "must be ignore, or a map with time and exit" },
  )
  .describe("What it does on SIGTERM. A container that ignores it is killed after its grace period.");

const imageSchema = z
  .strictObject({
    missing: z.literal(true).optional().describe("The image does not exist: it is never pulled."),
    pull: timeSchema("How long a pull takes.").optional(),
    failsFor: durationSchema.optional().describe("Pulls fail for this long after the pod was bound to its node."),
  })
  .describe("The image must be pulled; by default it is on the node.");

const configSchema = z
  .strictObject({
    missingUntil: timeOrForeverSchema("From the pod's binding to its node until the ConfigMap or Secret exists."),
  })
  .describe("A ConfigMap or Secret that the container needs is missing.");

const containerSchema = z
  .strictObject({
    ...attempt,
    runs: z.array(z.strictObject(attempt)).min(1).optional().describe("Attempts in order; the last one repeats."),
    onTerm: onTermSchema.optional(),
    oomAt: timeSchema("When it runs out of memory, counted from its start: it ends with 137, OOMKilled.").optional(),
    start: timeSchema("How long the runtime takes to create and start it; 0s if absent.").optional(),
    startup: timeOrNeverSchema("From its start until its startup probe succeeds; at once if absent.").optional(),
    ready: timeOrNeverSchema("From its start until it is ready; at once if absent.").optional(),
    liveness: timeOrNeverSchema("From its start until its liveness probe fails; never if absent.").optional(),
    image: imageSchema.optional(),
    config: configSchema.optional(),
    postStart: timeSchema(
      "How long its postStart hook takes; if absent, the seconds of a sleep in its command, or no time.",
    ).optional(),
    preStop: timeSchema(
      "How long its preStop hook takes; if absent, the seconds of a sleep in its command, or no time.",
    ).optional(),
  })
  .meta({ id: "ContainerBehaviour", description: "What one container of the pod does, in each of its attempts." });

export const containersSchema = z
  .record(z.string().min(1), containerSchema)
  .describe(
    "What single containers do, by name. Init containers that are not named take the start delay and succeed, sidecars run until they are stopped, other containers end with the first.",
  );

export type ContainersInput = z.infer<typeof containersSchema>;
export type ContainerInput = z.infer<typeof containerSchema>;
export type AttemptInput = NonNullable<ContainerInput["runs"]>[number];
