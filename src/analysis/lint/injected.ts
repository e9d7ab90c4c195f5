/** Containers that webhooks of a service mesh or a secret store add to pods, asked for by a label or an annotation. */

import type { PodTemplateSpec, StringMap } from "../../api/types.ts";

interface Injection {
  readonly key: string;
  readonly values: readonly string[];
  /** The container that is added. */
  readonly container: string;
  /** With this, the added container ends in time. */
  readonly unless?: readonly [key: string, value: string];
}

const INJECTIONS: readonly Injection[] = [
  { key: "sidecar.istio.io/inject", values: ["true"], container: "istio-proxy" },
  {
    key: "linkerd.io/inject",
    values: ["enabled", "ingress"],
    container: "linkerd-proxy",
    unless: ["config.beta.linkerd.io/proxy-enable-native-sidecar", "true"],
  },
  {
    key: "vault.hashicorp.com/agent-inject",
    values: ["true"],
    container: "vault-agent",
    unless: ["vault.hashicorp.com/agent-pre-populate-only", "true"],
  },
  { key: "dapr.io/enabled", values: ["true"], container: "daprd" },
  { key: "consul.hashicorp.com/connect-inject", values: ["true"], container: "consul-dataplane" },
];

export interface InjectedContainer {
  readonly container: string;
  /** Where it is requested. */
  readonly map: "annotations" | "labels";
  readonly key: string;
}

/** What a template requests and does not contain itself. */
export function injectedContainers({ metadata = {}, spec }: PodTemplateSpec): readonly InjectedContainer[] {
  const { annotations = {}, labels = {} } = metadata;
  const all: StringMap = { ...annotations, ...labels };
  const held = new Set([...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name));
  return INJECTIONS.flatMap(({ key, values, container, unless }) => {
    const isEnding = unless !== undefined && all[unless[0]] === unless[1];
    if (!values.includes(all[key] ?? "") || isEnding || held.has(container)) return [];
    return [{ container, key, map: labels[key] === undefined ? "annotations" : "labels" } as const];
  });
}
