/** What to do about a field that is in the wrong place or of the wrong type: the mistakes that people make most. */

import type { ExpectedScalar } from "../api/decode-scalar.ts";
import { type FieldPath, formatPath } from "../api/field-path.ts";
import { isJsonObject, ownValue } from "../api/json.ts";
import { quote } from "../api/quote.ts";
import { schemaOf } from "../api/schema/index.ts";
import { isFault } from "./checked.ts";
import { parseDuration } from "./duration.ts";
import type { LoadedJob } from "./loaded-job.ts";
import { type Located, positionOf } from "./yaml-source.ts";

/** A variable of a shell or of a CI system that has not been filled in. */
const VARIABLE = /\$\{\w+\}|^\$\w+$/;
export const FILL_IN = "fill the variable in first: envsubst < FILE | jobsim run -";

type Home = readonly [type: string, path: FieldPath];

const POD: FieldPath = ["template", "spec"];
const HOMES: readonly Home[] = [
  ["JobSpec", []],
  ["PodSpec", POD],
  ["Container", [...POD, "containers", "*"]],
  ["PodTemplateSpec", ["template"]],
  ["ObjectMeta", ["template", "metadata"]],
];

/** `; it is a field of spec.template.spec`, for a field that has its place elsewhere in the object. */
export function placeRemedy(kind: LoadedJob["kind"], path: FieldPath): string {
  const name = path.at(-1);
  if (typeof name !== "string" || name === "name") return "";
  const spec: FieldPath = kind === "Job" ? ["spec"] : ["spec", "jobTemplate", "spec"];
  const homes: readonly Home[] = [
    ...(kind === "Job" ? [] : [["CronJobSpec", ["spec"]] satisfies Home]),
    ...HOMES.map(([type, home]): Home => [type, [...spec, ...home]]),
  ];
  const found = homes.find(([type]) => ownValue(schemaOf(type) ?? {}, name) !== undefined);
  return found === undefined ? "" : `; it is a field of ${formatPath(found[1]).replace(".*", "[]")}`;
}

/** `; write "yes", with quotes` and the like, for a value of the wrong type. */
export function typeRemedy(document: Located, path: FieldPath, expected: ExpectedScalar | undefined): string {
  const value = valueAt(document.value, path);
  if (expected === "text" && (typeof value === "boolean" || typeof value === "number")) {
    const written = scalarAt(document, path);
    return written === undefined ? "" : `; write ${quote(written)}, with quotes`;
  }
  if (typeof value !== "string") return "";
  if (VARIABLE.test(value)) return `; ${FILL_IN}`;
  const last = path.at(-1);
  if (expected !== "wholeNumber" || typeof last !== "string" || !last.endsWith("Seconds")) return "";
  const duration = parseDuration(value);
  return isFault(duration) || duration.value % 1000 !== 0 ? "" : `; write ${duration.value / 1000}`;
}

/** A scalar as it is written, without quotes: `yes`, `1.0`. */
function scalarAt(document: Located, path: FieldPath): string | undefined {
  const { lineText = "", column = 1 } = positionOf(document, path, "value");
  return /^[\w.+-]+/.exec(lineText.slice(column - 1))?.[0];
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((part, step) => {
    if (Array.isArray(part) && typeof step === "number") return part[step];
    const key = typeof step === "object" ? step.key : String(step);
    return isJsonObject(part) ? ownValue(part, key) : undefined;
  }, value);
}
