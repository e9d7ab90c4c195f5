/**
 * Schema of scenario files: the one description of the format, from which the JSON Schema for editors and the
 * reference page are generated.
 *
 * It says what a file may hold; what its values mean together is checked when they are compiled.
 */

import { z } from "zod";
import { kindSchema } from "./declared-kinds.ts";
import { eventSchema } from "./events/table.ts";
import { API_VERSION, SCENARIO_KIND } from "./file-kinds.ts";
import { backgroundSchema } from "./schema-background.ts";
import { caseSchema, expectListSchema } from "./schema-cases.ts";
import { clientFaultSchema } from "./schema-client-faults.ts";
import { clusterSchema } from "./schema-cluster.ts";
import { controllerManagerSchema } from "./schema-controller-manager.ts";
import { faultSchema, limitRangeSchema, priorityClassSchema, quotaSchema, watchLagSchema } from "./schema-faults.ts";
import { jobEntrySchema } from "./schema-jobs.ts";
import { podsSchema } from "./schema-pods.ts";
import { queueSchema } from "./schema-queues.ts";
import { scheduleSchema } from "./schema-schedule.ts";
import { durationSchema } from "./schema-time.ts";
import { violationSchema } from "./schema-violation.ts";

const metadataSchema = z.strictObject({
  name: z.string().min(1).optional().describe("Name of the scenario in reports; the file's name if absent."),
  description: z.string().optional().describe("What the scenario shows, for people."),
});

export const scenarioSchema = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe("Version of the format."),
    kind: z.literal(SCENARIO_KIND).describe("Says that the file is a scenario."),
    include: z
      .union([z.string().min(1), z.array(z.string().min(1))])
      .optional()
      .describe(
        "Scenario files of the same folder or below it that this one builds on: maps are merged key by key, and everything else here replaces what is there.",
      ),
    parameters: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe(
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what users write
        "Names with their values; ${name} stands for the value anywhere else. Changed by --param and by sweeps.",
      ),
    metadata: metadataSchema.optional().describe("Name and description."),
    seed: z
      .union([z.string(), z.number()], { error: "must be a number or text" })
      .optional()
      .describe("Decides all draws: the same seed gives the same run, to the byte. 1 if absent."),
    kubernetes: z
      .union([z.string(), z.number()], { error: 'must be a release in quotes, for example "1.28"' })
      .optional()
      .describe("The release of Kubernetes to play, from 1.25 to 1.36; the newest if absent."),
    switches: z
      .record(z.string(), z.union([z.string(), z.boolean()]))
      .optional()
      .describe(
        "Single switches of docs/releases.md that differ from the release, so that a fix or a defect can be studied in isolation.",
      ),
    startTime: z.string().optional().describe("When the run begins: 2026-10-24T00:00Z; 2000-01-01T00:00Z if absent."),
    kubelet: z
      .enum(["simulated", "none"])
      .optional()
      .describe("none: there is no kubelet and no scheduler, and clients and events say what happens to pods."),
    until: durationSchema.optional().describe("When the run stops; if absent, when nothing is left to happen."),
    jobs: z
      .array(jobEntrySchema)
      .optional()
      .describe("The Jobs. Without any, events or the clients of jobsim serve have to act."),
    pods: podsSchema.optional().describe("How pods behave."),
    events: z.array(eventSchema).optional().describe("What users and the cluster do, and when."),
    kinds: z.array(kindSchema).optional().describe("Kinds of objects in addition to those of Kubernetes."),
    controllerManager: controllerManagerSchema.optional().describe("Settings of kube-controller-manager."),
    faults: z.array(faultSchema).optional().describe("Requests that fail or are refused, and when."),
    clientFaults: z
      .array(clientFaultSchema)
      .optional()
      .describe("What goes wrong between clients of jobsim serve and its API; a run has no clients."),
    quotas: z.array(quotaSchema).optional().describe("Limits on pods, resources and Jobs."),
    priorityClasses: z
      .record(z.string(), priorityClassSchema)
      .optional()
      .describe(
        "Each PriorityClass that pods name: its value, or a map with details, for example {high: 1000, low: {value: 1, globalDefault: true}}.",
      ),
    limitRanges: z
      .array(limitRangeSchema)
      .optional()
      .describe("LimitRanges: defaults and bounds of what containers and pods request."),
    watchLag: watchLagSchema.optional().describe("How late the controllers see changes; at once if absent."),
    cluster: clusterSchema.optional().describe("Nodes, and what happens to them; if absent, every pod has room."),
    background: z
      .array(backgroundSchema)
      .optional()
      .describe("The other load of the cluster: other people's pods that arrive, run and end."),
    queues: z
      .array(queueSchema)
      .optional()
      .describe("Queues that admit Jobs with the label kueue.x-k8s.io/queue-name, as Kueue does."),
    schedule: scheduleSchema.optional().describe("Where the run deviates from what usually happens."),
    violation: violationSchema.optional().describe("What jobsim check found in this run."),
    expect: expectListSchema.optional().describe("What is expected of the run; checked by jobsim test."),
    cases: z
      .array(caseSchema)
      .min(1)
      .optional()
      .describe("Tests with other settings and their own expectations; checked by jobsim test."),
  })
  .meta({ title: "jobsim scenario", description: "Jobs, how their pods behave, and what else happens." });

export type ScenarioInput = z.infer<typeof scenarioSchema>;
