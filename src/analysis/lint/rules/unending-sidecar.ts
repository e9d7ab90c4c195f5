/** JS123: a container beside the work that never ends, so that the pod does not. */

import type { Container } from "../../../api/types.ts";
import { inSpec, type LintRule } from "../rule.ts";

/** Programs that serve for as long as they are let, by how their images and containers are called. */
const SERVERS = [
  ...["cloud-?sql-proxy", "gce-proxy", "istio-proxy", "proxyv2", "envoy", "linkerd-proxy", "oauth2-proxy", "daprd?"],
  ...["vault-agent", "consul-dataplane", "pgbouncer", "nginx", "redis", "memcached"],
  ...["fluent-?bit", "fluentd", "filebeat", "promtail", "vector", "datadog-agent", "statsd-exporter"],
  ...["otel-collector", "opentelemetry-collector"],
];
const SERVER = new RegExp(`(?:^|[/_-])(?:${SERVERS.join("|")})(?=$|[:@_/-])`);

export const unendingSidecar: LintRule = {
  id: "JS123",
  severity: "danger",
  title: "a container beside the work never ends",
  why:
    "A pod has succeeded when all of its containers have ended. A proxy or a collector of logs beside the work goes on after " +
    "it, so that the pod runs, and the Job never completes. As an init container with restartPolicy Always (1.29) it is " +
    "stopped when the work has ended.",
  advice: "Make it an init container with restartPolicy: Always, or let the work stop it when it is done.",
  source: "kubernetes/kubernetes#25908, kubernetes/enhancements#753",
  validity: {},
  check({ spec }) {
    const { containers } = spec.template.spec;
    if (containers.length < 2) return [];
    return containers.flatMap((container, i) => {
      if (!isServer(container)) return [];
      const message = `container ${container.name} serves until it is stopped: when the work has ended its pod goes on, and the Job never completes`;
      return [{ path: inSpec("template", "spec", "containers", i, "name"), message }];
    });
  },
};

/** Whether a container looks like a program that does not end by itself. */
export function isServer({ name, image = "" }: Container): boolean {
  return SERVER.test(name) || SERVER.test(image);
}
