/** Which webhooks are called for a write: rules and selectors, matched as in kube-apiserver. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { NAMESPACE } from "../../api/kinds/namespace.ts";
import {
  MUTATING_WEBHOOKS,
  VALIDATING_WEBHOOKS,
  type Webhook,
  type WebhookConfiguration,
  type WebhookRule,
} from "../../api/kinds/webhook-configurations.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { StringMap } from "../../api/types.ts";
import type { World } from "../context.ts";
import type { ReviewedWrite, WrittenKind } from "./pass.ts";

const GROUP = "admissionregistration.k8s.io";
/** The label with the name of a namespace, which every namespace has. */
const NAME_LABEL = "kubernetes.io/metadata.name";

/** The webhooks of all configurations. */
export interface ConfiguredWebhooks {
  readonly mutating: readonly Webhook[];
  readonly validating: readonly Webhook[];
}

/** All configured webhooks, ordered by the names of their configurations; `undefined` if there are none. */
export function webhooksIn({ server: { objects } }: World): ConfiguredWebhooks | undefined {
  const mutating = inOrder(objects.list(MUTATING_WEBHOOKS));
  const validating = inOrder(objects.list(VALIDATING_WEBHOOKS));
  return mutating.length + validating.length === 0 ? undefined : { mutating, validating };
}

function inOrder(configurations: Iterable<WebhookConfiguration>): readonly Webhook[] {
  const sorted = [...configurations].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return sorted.flatMap(({ webhooks = [] }) => webhooks);
}

/** Whether a webhook is called for a write. */
export function isAsked(world: World, webhook: Webhook, write: ReviewedWrite): boolean {
  return askedAs(world, webhook, write) !== undefined;
}

/** The write as a webhook is asked about it, in a version that its rules name; `undefined` if it is not asked. */
export function askedAs(world: World, webhook: Webhook, write: ReviewedWrite): ReviewedWrite | undefined {
  // A webhook must not be able to block the removal of its own configuration.
  if (write.of.group === GROUP) return undefined;
  const { rules = [], matchPolicy } = webhook;
  const forms = matchPolicy === "Exact" ? [write] : [write, ...inOtherVersions(world, write)];
  const matched = forms.find((form) => rules.some((rule) => isOfRule(rule, form)));
  return matched !== undefined && isSelected(world, webhook, matched) ? matched : undefined;
}

function inOtherVersions({ server }: World, write: ReviewedWrite): ReviewedWrite[] {
  const { of, object, oldObject } = write;
  const others = server.objects.kinds.filter(
    ({ group, plural, version, strategy }) =>
      strategy.structuralSchema !== undefined && group === of.group && plural === of.plural && version !== of.version,
  );
  return others.map(({ version }) => {
    const as = { ...of, version };
    return { ...write, of: as, requested: of, object: inVersion(object, as), oldObject: inVersion(oldObject, as) };
  });
}

/** An object in another version of its kind, which only names another. */
export function inVersion<T extends JsonObject | undefined>(object: T, { group, version }: WrittenKind): T {
  return object === undefined ? object : { ...object, apiVersion: `${group}/${version}` };
}

function isSelected(world: World, { namespaceSelector, objectSelector }: Webhook, write: ReviewedWrite): boolean {
  if (namespaceSelector !== undefined) {
    const labels = namespaceLabels(world, write);
    if (labels !== undefined && !matchesSelector(namespaceSelector, labels)) return false;
  }
  if (objectSelector === undefined) return true;
  const versions = [write.object, write.oldObject].filter((object) => object !== undefined);
  return versions.some((object) => matchesSelector(objectSelector, labelsOf(object)));
}

function isOfRule(rule: WebhookRule, { operation, of, subresource }: ReviewedWrite): boolean {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = "*" } = rule;
  const has = (list: readonly string[], value: string) => list.includes("*") || list.includes(value);
  const isScoped = scope === "*" || (scope === "Namespaced") === of.isNamespaced;
  const isNamed = resources.some((resource) => {
    const [plural = "", part = ""] = resource.split("/");
    return (plural === "*" || plural === of.plural) && (part === subresource || part === "*");
  });
  return isScoped && isNamed && has(operations, operation) && has(apiGroups, of.group) && has(apiVersions, of.version);
}

/** The labels of the namespace of a write; `undefined` for cluster-scoped objects other than namespaces. */
function namespaceLabels({ server }: World, write: ReviewedWrite): StringMap | undefined {
  const { of, namespace, name, object, oldObject } = write;
  if (of.group === "" && of.plural === "namespaces")
    return { ...labelsOf(object ?? oldObject ?? {}), [NAME_LABEL]: name };
  if (!of.isNamespaced) return undefined;
  const stored = server.objects.get(NAMESPACE, "", namespace);
  return { ...stored?.metadata.labels, [NAME_LABEL]: namespace };
}

function labelsOf({ metadata }: JsonObject): StringMap {
  const labels = isJsonObject(metadata) ? metadata.labels : undefined;
  const entries = Object.entries(isJsonObject(labels) ? labels : {});
  return Object.fromEntries(entries.map(([key, value]): [string, string] => [key, String(value)]));
}
