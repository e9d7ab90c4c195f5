/**
 * The kinds of admission webhooks (admissionregistration.k8s.io/v1), which `jobsim serve` calls.
 */

import type { FieldError, FieldPath } from "../field-path.ts";
import { isJsonList } from "../json.ts";
import type { KubeObject, LabelSelector } from "../types.ts";
import { forbidden, invalid, required, unsupported } from "../validation/errors.ts";
import { type Kind, kind } from "./kind.ts";

/** A rule of a webhook. */
export interface WebhookRule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: "*" | "Cluster" | "Namespaced";
}

/** An admission webhook. */
export interface Webhook {
  readonly name: string;
  readonly clientConfig?: { readonly url?: string; readonly service?: object; readonly caBundle?: string };
  readonly rules?: readonly WebhookRule[];
  /** `Fail` if absent. */
  readonly failurePolicy?: "Fail" | "Ignore";
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  /** 10 if absent. */
  readonly timeoutSeconds?: number;
  readonly sideEffects?: string;
  readonly admissionReviewVersions?: readonly string[];
  readonly matchConditions?: readonly object[];
  readonly reinvocationPolicy?: string;
  /** `Equivalent` if absent: rules also match writes in other versions of the same resource. */
  readonly matchPolicy?: "Exact" | "Equivalent";
}

/** A MutatingWebhookConfiguration or ValidatingWebhookConfiguration of admissionregistration.k8s.io/v1. */
export interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly Webhook[];
}

const MAX_TIMEOUT_SECONDS = 30;
const SIDE_EFFECTS = ["None", "NoneOnDryRun"];
const OF_THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** What kubelets, the scheduler and the controllers of nodes change without calling webhooks. */
const OF_NODES = ["pods", "pods/status", "pods/*", "nodes", "nodes/status", "nodes/*", "*", "*/*"];
const BINDINGS = "pods/binding";

/** The kind MutatingWebhookConfiguration. */
export const MUTATING_WEBHOOKS = webhookKind("MutatingWebhookConfiguration", "mutatingwebhookconfigurations");
/** The kind ValidatingWebhookConfiguration. */
export const VALIDATING_WEBHOOKS = webhookKind("ValidatingWebhookConfiguration", "validatingwebhookconfigurations");

function webhookKind(name: string, plural: string): Kind<WebhookConfiguration> {
  return kind<WebhookConfiguration>({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: name,
    plural,
    scope: "Cluster",
    hasStatus: false,
    strategy: {
      generationFields: ["webhooks"],
      validate: validateWebhooks,
      validateUpdate: validateWebhooks,
      warningsOnCreate: unaskedParts,
      warningsOnUpdate: unaskedParts,
    },
  });
}

function validateWebhooks({ webhooks = [] }: WebhookConfiguration): readonly FieldError[] {
  if (!isJsonList(webhooks)) return [invalid(["webhooks"], webhooks, "must be a list")];
  return webhooks.flatMap((webhook, i) => validateWebhook(webhook, ["webhooks", i]));
}

function validateWebhook(webhook: Webhook, path: FieldPath): FieldError[] {
  const { name = "", sideEffects, admissionReviewVersions = [], timeoutSeconds = 10, matchConditions = [] } = webhook;
  const { failurePolicy = "Fail" } = webhook;
  const errors = validateAddress(webhook, [...path, "clientConfig"]);
  if (name === "") errors.push(required([...path, "name"]));
  if (failurePolicy !== "Fail" && failurePolicy !== "Ignore") {
    errors.push(unsupported([...path, "failurePolicy"], failurePolicy, ["Fail", "Ignore"]));
  }
  if (sideEffects === undefined) {
    errors.push(required([...path, "sideEffects"], `must specify one of ${SIDE_EFFECTS.join(", ")}`));
  } else if (!SIDE_EFFECTS.includes(sideEffects)) {
    errors.push(unsupported([...path, "sideEffects"], sideEffects, SIDE_EFFECTS));
  }
  if (!admissionReviewVersions.includes("v1")) {
    const detail = "jobsim: must include v1, the only supported version";
    errors.push(invalid([...path, "admissionReviewVersions"], admissionReviewVersions, detail));
  }
  if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
    const detail = "the timeout value must be between 1 and 30 seconds";
    errors.push(invalid([...path, "timeoutSeconds"], timeoutSeconds, detail));
  }
  if (matchConditions.length > 0) {
    errors.push(forbidden([...path, "matchConditions"], "jobsim: CEL expressions are not evaluated"));
  }
  return errors;
}

/** A server for tests only calls webhooks on its own machine. */
function validateAddress({ clientConfig }: Webhook, path: FieldPath): FieldError[] {
  const { url, service } = clientConfig ?? {};
  if (service !== undefined) {
    return [forbidden([...path, "service"], "jobsim: no service has an address here; give a url of this machine")];
  }
  if (url === undefined) return [required(path, "exactly one of url or service is required")];
  if (!URL.canParse(url)) return [invalid([...path, "url"], url, "must be a URL")];
  const { protocol, hostname } = new URL(url);
  const isKnown = (protocol === "https:" || protocol === "http:") && OF_THIS_MACHINE.test(hostname);
  if (isKnown) return [];
  return [invalid([...path, "url"], url, "jobsim: must lead to this machine: localhost, 127.0.0.1 or [::1]")];
}

/** Warnings about calls that a cluster would make and this server does not. */
function unaskedParts({ webhooks = [] }: WebhookConfiguration): readonly string[] {
  return webhooks.flatMap(({ name, rules = [], reinvocationPolicy = "Never" }) => {
    return [
      ...(rules.some(isOfNodes)
        ? [`jobsim: webhook ${name} is not called for what kubelets, the scheduler and the node controller write`]
        : []),
      ...(reinvocationPolicy === "Never"
        ? []
        : [`jobsim: webhook ${name} is called once, even if others change the object after it`]),
    ];
  });
}

function isOfNodes({ operations = [], resources = [] }: WebhookRule): boolean {
  if (resources.includes(BINDINGS)) return true;
  if (operations.every((operation) => operation === "CREATE")) return false;
  return resources.some((resource) => OF_NODES.includes(resource));
}
