/** Decodes JSON to API objects: whole Jobs, CronJobs and Pods, or a value of any type in the schema. */

export { decodeCronJob, decodeJob, decodePod } from "./decode-object.ts";
export { type Decoded, type DecodeOptions, type DecodeProblem, decode, type KnowsField } from "./decode-value.ts";
