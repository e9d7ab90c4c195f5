/** Rules about probes and hooks (core validation, `validateProbe`, `validateLifecycle` and `validateHandler`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { checkNonNegative, forbidden, invalid, invalidEach, required, unsupported } from "../errors.ts";
import { listOf, numberOf, objectOf, textOf, textsOf } from "../parts.ts";
import { checkHeaderName, checkPortName, checkPortNumber } from "./value-forms.ts";

/** The parts of a pod that rules about handlers need. */
export interface HandlerContext {
  readonly gracePeriodSeconds: number | undefined;
  /** Whether a sleep hook may have zero seconds. */
  readonly zeroSleep: boolean;
}

type Handler = (action: JsonObject, path: FieldPath, context: HandlerContext) => FieldError[];

/** In the order of the checks. */
const HANDLERS: readonly (readonly [kind: string, check: Handler])[] = [
  ["exec", (exec, path) => (textsOf(exec, "command").length === 0 ? [required([...path, "command"])] : [])],
  ["httpGet", validateHttpGet],
  ["tcpSocket", (tcp, path) => validatePort(tcp.port, [...path, "port"])],
  ["grpc", (grpc, path) => validatePort(grpc.port, [...path, "port"])],
  ["sleep", validateSleep],
];

const PROBE_NUMBERS = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
] as const;

/**
 * Validates the probes of a container, with their defaults.
 *
 * @param path of the container
 */
export function validateProbes(container: JsonObject, path: FieldPath, context: HandlerContext): FieldError[] {
  return ["livenessProbe", "readinessProbe", "startupProbe"].flatMap((kind) => {
    const probe = objectOf(container, kind);
    if (probe === undefined) return [];
    const probePath = [...path, kind];
    const errors = validateProbe(probe, probePath, context);
    if (kind === "readinessProbe") {
      const grace = numberOf(probe, "terminationGracePeriodSeconds");
      const detail = "must not be set for readinessProbes";
      if (grace !== undefined) errors.push(invalid([...probePath, "terminationGracePeriodSeconds"], grace, detail));
      return errors;
    }
    const threshold = numberOf(probe, "successThreshold") ?? 1;
    if (threshold !== 1) errors.push(invalid([...probePath, "successThreshold"], threshold, "must be 1"));
    return errors;
  });
}

function validateProbe(probe: JsonObject, path: FieldPath, context: HandlerContext): FieldError[] {
  const errors = validateHandler(probe, path, context);
  for (const field of PROBE_NUMBERS) errors.push(...checkNonNegative(numberOf(probe, field), [...path, field]));
  const grace = numberOf(probe, "terminationGracePeriodSeconds");
  if (grace !== undefined && grace <= 0) {
    errors.push(invalid([...path, "terminationGracePeriodSeconds"], grace, "must be greater than 0"));
  }
  return errors;
}

/** Validates the postStart and preStop hooks of a container. */
export function validateLifecycle(container: JsonObject, path: FieldPath, context: HandlerContext): FieldError[] {
  const lifecycle = objectOf(container, "lifecycle");
  if (lifecycle === undefined) return [];
  return ["postStart", "preStop"].flatMap((hook) => {
    const handler = objectOf(lifecycle, hook);
    return handler === undefined ? [] : validateHandler(handler, [...path, "lifecycle", hook], context);
  });
}

/** Exactly one kind of handler must be set. */
function validateHandler(handler: JsonObject, path: FieldPath, context: HandlerContext): FieldError[] {
  const given = HANDLERS.filter(([kind]) => objectOf(handler, kind) !== undefined);
  if (given.length === 0) return [required(path, "must specify a handler type")];
  return given.flatMap(([kind, check], i) =>
    i === 0
      ? check(objectOf(handler, kind) ?? {}, [...path, kind], context)
      : [forbidden([...path, kind], "may not specify more than 1 handler type")],
  );
}

function validateHttpGet(action: JsonObject, path: FieldPath): FieldError[] {
  const scheme = textOf(action, "scheme");
  const errors = textOf(action, "path") === "" ? [required([...path, "path"])] : [];
  errors.push(...validatePort(action.port, [...path, "port"]));
  if (scheme !== "HTTP" && scheme !== "HTTPS") errors.push(unsupported([...path, "scheme"], scheme, ["HTTP", "HTTPS"]));
  for (const header of listOf(action, "httpHeaders")) {
    const name = textOf(header, "name");
    errors.push(...invalidEach([...path, "httpHeaders"], name, checkHeaderName(name)));
  }
  return errors;
}

/** A port number, or the name of a port of the container. */
function validatePort(port: unknown, path: FieldPath): FieldError[] {
  if (typeof port === "string") return invalidEach(path, port, checkPortName(port));
  const number = typeof port === "number" ? port : 0;
  return invalidEach(path, number, checkPortNumber(number));
}

function validateSleep(sleep: JsonObject, path: FieldPath, context: HandlerContext): FieldError[] {
  const { gracePeriodSeconds, zeroSleep } = context;
  const seconds = numberOf(sleep, "seconds") ?? 0;
  if (gracePeriodSeconds === undefined) return [];
  if (seconds <= gracePeriodSeconds && (seconds > 0 || (zeroSleep && seconds === 0))) return [];
  const detail = zeroSleep
    ? `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriodSeconds})`
    : `must be greater than 0 and less than terminationGracePeriodSeconds (${gracePeriodSeconds}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`;
  return [invalid(path, seconds, detail)];
}
