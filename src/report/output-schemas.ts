/** The format of each JSON document that commands print, for programs that read them. */

import { z } from "zod";
import { exploreDocument } from "./explore-schema.ts";
import { formatName, OUTPUT_VERSION, type OutputKind } from "./output-format.ts";

const ms = z.number().describe("Virtual milliseconds since the run began.");
const job = z.strictObject({ namespace: z.string(), name: z.string() }).describe("A Job.");
const notes = z.array(z.string()).optional().describe("What the run does not simulate, and why it ended as it did.");
const anything = z.record(z.string(), z.unknown());
const digest = z.string().regex(/^[0-9a-f]{16}$/);
const podCounts = z.strictObject({
  created: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  ignored: z.number(),
  notCounted: z.number(),
  inProgress: z.number(),
  retried: z.number(),
});
const podSeconds = { podSecondsUsed: z.number(), podSecondsWasted: z.number() };

const summary = z.strictObject({
  seed: z.string(),
  endMs: ms,
  jobs: z.array(
    z.strictObject({
      namespace: z.string(),
      name: z.string(),
      outcome: z.enum(["Complete", "Failed", "Suspended", "Running", "Deleted"]),
      deleted: anything.optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      createdMs: ms,
      startedMs: ms.optional(),
      finishedMs: ms.optional(),
      makespanMs: z.number().optional(),
      pods: podCounts,
      ...podSeconds,
      finalStatus: anything,
    }),
  ),
  totals: z.strictObject({
    jobs: z.number(),
    complete: z.number(),
    failed: z.number(),
    unfinished: z.number(),
    pods: podCounts,
    ...podSeconds,
  }),
});

const operation = z.strictObject({
  op: z.enum(["add", "remove", "replace"]),
  path: z.string(),
  value: z.unknown().optional(),
});
const transition = z.looseObject({
  kind: z.string(),
  atMs: ms,
  patch: z.array(operation).optional().describe("Of a status write: a JSON patch (RFC 6902) of the Job."),
});
const ruleDocument = z.looseObject({ id: z.string(), title: z.string() });
const hindrance = z.strictObject({
  job,
  holder: z.string(),
  cause: z.string(),
  sinceMs: ms,
  text: z.string(),
  details: z.array(z.string()).optional(),
  pods: z.array(z.string()).optional(),
  rule: z.string().optional(),
  numbers: anything.optional(),
  ends: z.string(),
  nextMs: ms.optional(),
  endsMs: ms.optional(),
});
const problem = z.strictObject({
  file: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
  path: z.string().optional(),
  message: z.string(),
});
const estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
const broken = z.looseObject({ job: z.string(), message: z.string(), atMs: ms, file: z.string() });

const FORMS = {
  run: z.looseObject({
    summary,
    transitions: z.array(transition),
    events: z.array(transition),
    pods: z.array(
      z.looseObject({
        job,
        label: z.string(),
        name: z.string(),
        phase: z.string(),
        createdMs: ms,
        exitCode: z.number().optional(),
        killedBy: z.enum(["liveness", "startup"]).optional().describe("The probe that ended the run of exitCode."),
        probeKills: z
          .array(z.strictObject({ atMs: ms, container: z.string(), probe: z.enum(["liveness", "startup"]) }))
          .optional()
          .describe("Containers that the kubelet killed because a probe failed."),
      }),
    ),
    finalStatus: z.array(z.strictObject({ job, status: anything })),
    cronJobs: z.array(anything).optional(),
    gpuHours: z.strictObject({ used: z.number(), wasted: z.number(), waiting: z.number() }).optional(),
    work: z
      .strictObject({
        pods: z.number(),
        lostHours: z.number(),
        restoringHours: z.number(),
        waitingHours: z.number(),
      })
      .optional(),
    digest,
    notes,
  }),
  explain: z.strictObject({
    kubernetes: z.string(),
    decisions: z.array(z.looseObject({ atMs: ms, job, rule: z.string(), numbers: anything, text: z.string() })),
    hindrances: z.array(hindrance).optional(),
    waited: z.array(hindrance).optional().describe("What held Jobs back before, when nothing does now."),
    runs: z
      .array(z.looseObject({ cronJob: job, cause: z.string(), text: z.string(), details: z.array(z.string()) }))
      .optional(),
    podEvents: z
      .array(
        z.looseObject({
          atMs: ms,
          job,
          pod: z.string().optional(),
          container: z.string().optional(),
          type: z.enum(["Normal", "Warning"]),
          reason: z.string(),
          message: z.string(),
        }),
      )
      .optional()
      .describe("Kubernetes Events that report trouble with pods."),
    refused: z
      .array(
        z.looseObject({
          atMs: ms,
          untilMs: ms,
          count: z.number(),
          job,
          by: z.string(),
          verb: z.string(),
          resource: z.string(),
          reason: z.string(),
          message: z.string(),
        }),
      )
      .optional()
      .describe("Requests for the Jobs and their pods that the API server refused, alike ones joined."),
    rules: z.array(ruleDocument),
  }),
  rule: ruleDocument,
  explore: exploreDocument,
  lint: z.looseObject({ findings: z.array(z.looseObject({ id: z.string(), message: z.string() })), jobs: z.number() }),
  test: z.strictObject({
    tests: z.array(
      z.looseObject({
        file: z.string(),
        name: z.string(),
        status: z.enum(["passed", "failed", "skipped", "invalid"]),
        seed: z.string(),
        checks: z.number(),
        broken: z.array(broken),
        problems: z.array(z.string()),
      }),
    ),
    untested: z.array(z.string()).optional(),
  }),
  compare: z.strictObject({
    seed: z.string().optional().describe("Of all runs, if one run of each variant is compared."),
    runs: z
      .array(
        z.strictObject({
          name: z.string(),
          summary,
          measures: anything,
          parting: anything.optional().describe("Where the run diverges from that of the first variant."),
        }),
      )
      .optional(),
    firstSeed: z.number().optional(),
    seeds: z.number().optional().describe("How many seeds each variant was played with."),
    variants: z
      .array(
        z.strictObject({
          name: z.string(),
          runs: z.number(),
          success: estimate,
          flips: z.strictObject({ gained: z.number(), lost: z.number() }).optional(),
          successDifference: estimate.optional(),
          means: z.record(z.string(), z.number()),
          differences: z.record(z.string(), estimate.extend({ pairs: z.number() })),
        }),
      )
      .optional(),
  }),
  upgrade: z.strictObject({
    verdict: z.string().describe("How many manifests are affected, in one sentence."),
    changed: z.number(),
    unchanged: z.number(),
    manifests: z.array(
      z.strictObject({
        name: z.string(),
        from: z.string(),
        to: z.string(),
        isChanged: z.boolean(),
        seen: z.array(z.looseObject({ what: z.enum(["field", "refusal", "figure", "outcome"]) })),
        fields: z.array(anything),
        parting: anything.optional(),
        objects: z.array(z.strictObject({ what: z.string(), from: z.string().optional(), to: z.string().optional() })),
        effects: z.array(
          z.strictObject({
            id: z.string(),
            from: z.string(),
            to: z.string(),
            atMs: ms.optional(),
            isFirstCause: z.boolean(),
          }),
        ),
        numbers: z.array(
          z.strictObject({
            release: z.string(),
            runs: z.number(),
            success: z.number(),
            makespanMs: z.number().optional(),
            retries: z.number(),
            pods: z.number(),
            wastedPodSeconds: z.number(),
            outcomes: z.record(z.string(), z.number()),
          }),
        ),
      }),
    ),
  }),
  import: z.strictObject({
    transitions: z.array(
      z.strictObject({
        job: z.string(),
        what: z.string(),
        recordedMs: ms.optional().describe("Absent if only the replay has it."),
        replayedMs: ms.optional().describe("Absent if only the recording has it."),
      }),
    ),
    statuses: z.strictObject({ recorded: z.number(), same: z.number() }),
    worstMs: z.number().describe("The longest time between a transition and its replay."),
    unmatched: z.number().describe("Transitions that only one of the two has."),
  }),
  error: z.strictObject({
    error: z.union([
      z.strictObject({ kind: z.literal("input"), problems: z.array(problem) }),
      z.strictObject({ kind: z.enum(["usage", "output", "internal"]), message: z.string() }),
    ]),
  }),
} satisfies { readonly [K in OutputKind]: z.ZodObject };

/** Kinds with their own schema. */
export const OUTPUT_KINDS = Object.keys(FORMS).filter((name): name is OutputKind => Object.hasOwn(FORMS, name));

/** The schema of a document, with its format. */
export function outputSchema(kind: OutputKind): z.ZodObject {
  const form: z.ZodObject = FORMS[kind];
  return form.extend({ format: z.literal(formatName(kind)) });
}

/** The JSON Schema file of a document. */
export function outputSchemaText(kind: OutputKind): string {
  const $id = `https://jobsim.dev/schema/${kind}.v${OUTPUT_VERSION}.json`;
  return `${JSON.stringify({ ...z.toJSONSchema(outputSchema(kind)), $id }, undefined, 2)}\n`;
}
