/** What the kubelet reads from a container: a typed view of its entry in the pod template. */

import { isImageReference } from "../../api/defaults/image.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { Container } from "../../api/types.ts";

/** `init`: ends before the next one starts. `sidecar`: an init container that always restarts. `main`: all others. */
export type ContainerRole = "init" | "sidecar" | "main";

export const PROBE_KINDS = ["startup", "liveness", "readiness"] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

export interface ProbePlan {
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  /** Grace period of a kill by this probe. */
  readonly graceSeconds: number | undefined;
}

/** A hook that runs after the start or before the stop of a container. */
export interface HookPlan {
  /** `none`: of a kind that a kubelet cannot run, such as `tcpSocket`. */
  readonly kind: "sleep" | "exec" | "httpGet" | "none";
  /** Duration of a `sleep` hook. */
  readonly sleepSeconds: number | undefined;
  /** Of a request: its path. */
  readonly command: readonly string[];
}

/** How long a hook sleeps, as far as its manifest says so. */
export function sleepMsOf({ kind, sleepSeconds, command }: HookPlan): number | undefined {
  if (kind === "sleep") return (sleepSeconds ?? 0) * 1000;
  if (kind !== "exec") return undefined;
  const [, seconds] = /(?:^|\s)sleep (\d+(?:\.\d+)?)(?:$|[\s;&])/.exec(command.join(" ")) ?? [];
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
}

export type RestartAction = "Restart" | "RestartAllContainers";

export interface RestartRule {
  readonly action: RestartAction;
  readonly operator: "In" | "NotIn";
  readonly exitCodes: readonly number[];
}

export interface ContainerPlan {
  readonly name: string;
  readonly role: ContainerRole;
  /** Index in its list in the template. */
  readonly index: number;
  readonly image: string;
  /** Whether the image is a valid reference. */
  readonly isPullable: boolean;
  readonly pullPolicy: string;
  readonly restartPolicy: string | undefined;
  readonly rules: readonly RestartRule[];
  readonly probes: Readonly<Partial<Record<ProbeKind, ProbePlan>>>;
  readonly preStop: HookPlan | undefined;
  readonly postStart: HookPlan | undefined;
  /** Names of the ConfigMaps whose keys its environment needs. */
  readonly configMaps: readonly string[];
  /** Field path of its Events. */
  readonly fieldPath: string;
}

/** Reads a container of the template. */
export function planContainer(container: Container, list: "containers" | "initContainers", index: number) {
  const { name, image = "", restartPolicy } = container;
  const lifecycle = isJsonObject(container.lifecycle) ? container.lifecycle : {};
  const plan: ContainerPlan = {
    name,
    role: list === "containers" ? "main" : restartPolicy === "Always" ? "sidecar" : "init",
    index,
    image,
    isPullable: image === "" || isImageReference(image),
    pullPolicy: typeof container.imagePullPolicy === "string" ? container.imagePullPolicy : "IfNotPresent",
    restartPolicy,
    rules: objects(container.restartPolicyRules).map(planRule),
    probes: {
      ...probe("startup", container.startupProbe),
      ...probe("liveness", container.livenessProbe),
      ...probe("readiness", container.readinessProbe),
    },
    preStop: hook(lifecycle.preStop),
    postStart: hook(lifecycle.postStart),
    configMaps: objects(container.env).flatMap(requiredConfigMap),
    fieldPath: `spec.${list}{${name}}`,
  };
  return plan;
}

function planRule(rule: JsonObject): RestartRule {
  const { operator, values } = isJsonObject(rule.exitCodes) ? rule.exitCodes : {};
  return {
    action: rule.action === "RestartAllContainers" ? "RestartAllContainers" : "Restart",
    operator: operator === "NotIn" ? "NotIn" : "In",
    exitCodes: Array.isArray(values) ? values.filter((value) => typeof value === "number") : [],
  };
}

function probe(kind: ProbeKind, given: unknown): Partial<Record<ProbeKind, ProbePlan>> {
  if (!isJsonObject(given)) return {};
  const plan: ProbePlan = {
    initialDelaySeconds: number(given.initialDelaySeconds) ?? 0,
    periodSeconds: number(given.periodSeconds) ?? 10,
    successThreshold: number(given.successThreshold) ?? 1,
    failureThreshold: number(given.failureThreshold) ?? 3,
    graceSeconds: number(given.terminationGracePeriodSeconds),
  };
  return { [kind]: plan };
}

function hook(given: unknown): HookPlan | undefined {
  if (!isJsonObject(given)) return undefined;
  const kind = (["exec", "httpGet", "sleep"] as const).find((one) => isJsonObject(given[one])) ?? "none";
  const { exec, httpGet, sleep } = given;
  const command = isJsonObject(exec) ? exec.command : isJsonObject(httpGet) ? [httpGet.path] : [];
  return {
    kind,
    sleepSeconds: isJsonObject(sleep) ? number(sleep.seconds) : undefined,
    command: Array.isArray(command) ? command.filter((word) => typeof word === "string") : [],
  };
}

function requiredConfigMap(variable: JsonObject): string[] {
  const source = isJsonObject(variable.valueFrom) ? variable.valueFrom.configMapKeyRef : undefined;
  if (!isJsonObject(source) || source.optional === true || typeof source.name !== "string") return [];
  return [source.name];
}

function objects(given: unknown): readonly JsonObject[] {
  return Array.isArray(given) ? given.filter(isJsonObject) : [];
}

function number(given: unknown): number | undefined {
  return typeof given === "number" ? given : undefined;
}
