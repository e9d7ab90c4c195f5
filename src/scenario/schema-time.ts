/** Schema of times: fixed, or drawn from a distribution. */

import { z } from "zod";

import { DURATION_HINT, DURATION_PATTERN, durationProblem } from "./duration.ts";

/** The message for a value of the wrong type; other problems, such as unknown keys, keep their own. */
export function whenOtherType(message: string) {
  return ({ code }: { readonly code?: string | undefined }): string | undefined =>
    code === "invalid_type" ? message : undefined;
}

const seconds = z.number().nonnegative().describe("A number of seconds.");

function timeText(word?: string) {
  const pattern = word === undefined ? DURATION_PATTERN : new RegExp(`^${word}$|${DURATION_PATTERN.source}`);
  return z
    .string()
    .regex(pattern, {
      error: ({ input }) => durationProblem(String(input)) + (word === undefined ? "" : `, or "${word}"`),
    })
    .describe(`Text with the units ms, s, m, h and d, for example 250ms, 90s or 1h30m${word ? `; or "${word}"` : ""}.`);
}

/** A span of time that is the same in every run. */
export const durationSchema = z.union([timeText(), seconds], { error: `must be ${DURATION_HINT}` }).meta({
  id: "Duration",
  description: "A span of time: text such as 250ms, 90s, 1h30m or 2d, or a number of seconds.",
});

const quantilesSchema = z
  .record(z.string(), durationSchema)
  .describe(
    "At least two quantiles by name, for example {p50: 30s, p95: 2m}. Draws are interpolated linearly between them, and never lie outside the outermost two.",
  );

/** A time that is drawn for each pod. */
export const distributionSchema = z
  .strictObject({
    uniform: z
      .strictObject({
        min: durationSchema.describe("Shortest time."),
        max: durationSchema.describe("Longest time."),
      })
      .optional()
      .describe("Every time from min to max is equally likely."),
    normal: z
      .strictObject({
        mean: durationSchema.describe("Mean, before truncation at min."),
        stddev: durationSchema.describe("Standard deviation."),
        min: durationSchema.optional().describe("Shorter draws become this; 0 if absent."),
      })
      .optional()
      .describe("The normal distribution, truncated at min."),
    lognormal: z
      .strictObject({
        median: durationSchema.optional().describe("Median of the times. Give either median or mean."),
        mean: durationSchema.optional().describe("Mean of the times. Give either median or mean."),
        sigma: z
          .number()
          .optional()
          .describe("Standard deviation of the logarithm, 0 to 10. Give one of sigma, p95 and p99."),
        p95: durationSchema.optional().describe("95% of the times are shorter."),
        p99: durationSchema.optional().describe("99% of the times are shorter."),
        mu: z.number().optional().describe("Mean of the logarithm of the milliseconds, with sigma and nothing else."),
      })
      .optional()
      .describe(
        "The lognormal distribution: most times are short, some are very long, like the run times of real work.",
      ),
    exponential: z
      .strictObject({ mean: durationSchema.describe("Mean of the times.") })
      .optional()
      .describe("The exponential distribution: the end is equally likely at every moment, as for external faults."),
    weibull: z
      .strictObject({
        scale: durationSchema.describe("63% of the times are shorter."),
        shape: z.number().describe("0.1 to 1000. Below 1: early failures; 1: exponential; above 1: wear-out."),
      })
      .optional()
      .describe("The Weibull distribution, for times to failure."),
    empirical: z
      .strictObject({
        values: z.array(durationSchema).optional().describe("Measured times, each equally likely."),
        quantiles: quantilesSchema.optional(),
      })
      .optional()
      .describe("Measurements: values, or quantiles."),
  })
  .meta({ id: "Distribution", description: "A time that is drawn for each pod. Exactly one of the keys." });

function drawnTime(description: string, word?: string) {
  const wordHint = word === undefined ? "" : `, "${word}"`;
  const error = `must be ${DURATION_HINT}${wordHint}, or a distribution such as {uniform: {min: 10s, max: 40s}}`;
  return z.union([timeText(word), seconds, distributionSchema], { error }).describe(description);
}

/** A time that is fixed or drawn. */
export const timeSchema = (description: string) => drawnTime(description);

/** A time that is fixed or drawn, or `never`: the step does not happen. */
export const timeOrNeverSchema = (description: string) => drawnTime(description, "never");

/** A time that is fixed or drawn, or `forever`. */
export const timeOrForeverSchema = (description: string) => drawnTime(description, "forever");

export type DurationInput = z.infer<typeof durationSchema>;
export type DistributionInput = z.infer<typeof distributionSchema>;
export type TimeInput = DurationInput | DistributionInput;
