/** Which containers look like servers, which run until they are stopped. */

import type { Container } from "../../api/types.ts";

/** By the names of their images and containers. */
const SERVERS = [
  ...["cloud[-_]?sql[-_]proxy", "gce-proxy", "istio-proxy", "proxyv2", "envoy", "linkerd(?:-proxy)?", "oauth2-proxy"],
  ...["daprd?", "vault-agent", "consul-dataplane", "pgbouncer", "nginx", "redis", "memcached", "squid", "haproxy"],
  ...["fluent-?bit", "fluentd", "filebeat", "promtail", "vector", "datadog-agent", "statsd-exporter"],
  ...["otel-collector", "opentelemetry-collector", "jaeger-agent", "gcsfuse-sidecar", "side-?car", "kube-rbac-proxy"],
];
const SERVER = new RegExp(`(?:^|[/_-])(?:${SERVERS.join("|")})(?=$|[:@_/-])`);
/** Commands that wait until they are stopped. */
const ENDLESS = /\bsleep\s+(?:inf|infinity)\b|\btail\s+-[fF]\b|\bwhile\s+(?:true|:)\s*;/;

/** Whether a container looks like a program that does not end by itself. */
export function isServer(container: Container): boolean {
  const { name, image = "" } = container;
  return SERVER.test(name) || SERVER.test(image) || ENDLESS.test(commandLineOf(container));
}

/** The words of a container's command and its arguments, as one line. */
export function commandLineOf({ command, args }: Container): string {
  const words = [command, args].flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []));
  return words.filter((word) => typeof word === "string").join(" ");
}
