/**
 * `npx tsx generate/protobuf-tables.ts API APIMACHINERY`: writes the tables of protobuf messages from the sources that
 * Kubernetes publishes.
 *
 * API and APIMACHINERY are folders with the Go sources of k8s.io/api and k8s.io/apimachinery (Debian's packages
 * golang-k8s-api-dev and golang-k8s-apimachinery-dev unpack to such folders). Numbers and types of fields are those of
 * each `generated.proto`; whether JSON prints an empty field is what the tags of the Go struct say.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Packages by the alias that tables use, and their folders. */
const PACKAGES: Readonly<Record<string, { readonly of: "api" | "apimachinery"; readonly folder: string }>> = {
  meta: { of: "apimachinery", folder: "pkg/apis/meta/v1" },
  runtime: { of: "apimachinery", folder: "pkg/runtime" },
  resource: { of: "apimachinery", folder: "pkg/api/resource" },
  intstr: { of: "apimachinery", folder: "pkg/util/intstr" },
  core: { of: "api", folder: "core/v1" },
  admissionregistration: { of: "api", folder: "admissionregistration/v1" },
  apps: { of: "api", folder: "apps/v1" },
  autoscaling: { of: "api", folder: "autoscaling/v1" },
  autoscaling2: { of: "api", folder: "autoscaling/v2" },
  batch: { of: "api", folder: "batch/v1" },
  events: { of: "api", folder: "events/v1" },
  coordination: { of: "api", folder: "coordination/v1" },
  policy: { of: "api", folder: "policy/v1" },
  networking: { of: "api", folder: "networking/v1" },
  scheduling: { of: "api", folder: "scheduling/v1" },
  rbac: { of: "api", folder: "rbac/v1" },
  authorization: { of: "api", folder: "authorization/v1" },
  authentication: { of: "api", folder: "authentication/v1" },
  certificates: { of: "api", folder: "certificates/v1" },
};

/** Messages that a table must hold, with all that they refer to. */
const WANTED = [
  ...["Status", "DeleteOptions", "WatchEvent", "APIGroupList", "APIResourceList", "APIVersions", "APIGroup"].map(
    (name) => `meta.${name}`,
  ),
  ...["PartialObjectMetadata", "PartialObjectMetadataList"].map((name) => `meta.${name}`),
  ...["Pod", "Namespace", "Event", "Node", "ConfigMap", "Secret", "ServiceAccount", "ResourceQuota"].map(both("core")),
  ...["LimitRange", "PersistentVolumeClaim", "Service", "PodTemplate"].map(both("core")),
  ...["Endpoints", "PersistentVolume", "ReplicationController"].map(both("core")),
  ...["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"].map(both("apps")),
  ...["Ingress", "NetworkPolicy"].map(both("networking")),
  ...["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"].map(both("rbac")),
  ...["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"].map(both("admissionregistration")),
  "autoscaling.Scale",
  ...both("autoscaling2")("HorizontalPodAutoscaler"),
  ...both("certificates")("CertificateSigningRequest"),
  ...["core.Binding"],
  ...["Job", "CronJob"].map(both("batch")),
  ...["events"].map((alias) => both(alias)("Event")),
  ...["coordination"].map((alias) => both(alias)("Lease")),
  ...["policy"].map((alias) => both(alias)("PodDisruptionBudget")),
  "policy.Eviction",
  ...["scheduling"].map((alias) => both(alias)("PriorityClass")),
  "authorization.SelfSubjectAccessReview",
  "authorization.SelfSubjectRulesReview",
  "authorization.SubjectAccessReview",
  "authentication.SelfSubjectReview",
  ...["TokenRequest", "TokenReview"].map((name) => `authentication.${name}`),
].flat();

/** These have a form of their own in JSON: the codec knows them by name. */
const SCALARS = new Set([
  "meta.Time",
  "meta.MicroTime",
  "meta.Duration",
  "meta.FieldsV1",
  "resource.Quantity",
  "intstr.IntOrString",
  "runtime.RawExtension",
]);

const WIDTH = 118;

interface Field {
  readonly number: number;
  /** The key in JSON. */
  readonly name: string;
  /** As in Go: `[]` for lists, `map[string]` for maps, `*` for what may be absent, `!` for what JSON prints when empty. */
  readonly type: string;
}

function both(alias: string): (name: string) => string[] {
  return (name) => [`${alias}.${name}`, `${alias}.${name}List`];
}

function main([api, apimachinery]: readonly string[]): void {
  if (api === undefined || apimachinery === undefined) {
    process.stderr.write("usage: npx tsx generate/protobuf-tables.ts API APIMACHINERY\n");
    process.exitCode = 2;
    return;
  }
  const messages = new Map<string, readonly Field[]>();
  for (const [alias, { of, folder }] of Object.entries(PACKAGES)) {
    readPackage(alias, join(of === "api" ? api : apimachinery, folder), messages);
  }
  const reached = reach(messages);
  for (const alias of Object.keys(PACKAGES)) {
    const names = [...reached].filter((name) => name.startsWith(`${alias}.`)).sort();
    if (names.length > 0) writeTable(alias, names, messages);
  }
}

function readPackage(alias: string, folder: string, messages: Map<string, readonly Field[]>): void {
  const proto = readFileSync(join(folder, "generated.proto"), "utf8").replaceAll(/\/\/.*/g, "");
  const tags = readTags(folder);
  for (const [, name = "", body = ""] of proto.matchAll(/message (\w+) \{([^}]*)\}/g)) {
    const fields = [...body.matchAll(/(optional|repeated|map<string, *)\s*([\w.]+)>?\s+(\w+) = (\d+);/g)].map(
      ([, label = "", type = "", field = "", number = ""]): Field => {
        const tag = tags.get(`${name}.${number}`);
        const list = label === "repeated" ? "[]" : label.startsWith("map") ? "map[string]" : "";
        const isPointer = list === "" && tag?.isPointer === true;
        const isPrinted = list === "" && !isPointer && tag !== undefined && !tag.omitsEmpty;
        const prefix = tag?.isInline === true ? "inline " : `${list}${isPointer ? "*" : ""}`;
        return {
          number: Number(number),
          // Go names a few fields otherwise in JSON: `Webhooks` of a webhook configuration is `webhooks`.
          name: tag === undefined || tag.name === "" ? field : tag.name,
          type: `${prefix}${qualify(alias, type)}${isPrinted ? "!" : ""}`,
        };
      },
    );
    messages.set(
      `${alias}.${name}`,
      fields.sort((a, b) => a.number - b.number),
    );
  }
}

interface Tag {
  /** The key in JSON; empty for inlined structs. */
  readonly name: string;
  readonly isPointer: boolean;
  readonly omitsEmpty: boolean;
  readonly isInline: boolean;
}

/** What the tags of Go structs say, by struct and field number. */
function readTags(folder: string): ReadonlyMap<string, Tag> {
  const tags = new Map<string, Tag>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".go") && !name.startsWith("generated"))) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, struct = "", body = ""] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
      for (const [, before = "", tag = ""] of body.matchAll(/^\t([^/\n`]*)`([^`]*)`/gm)) {
        const number = /protobuf:"\w+,(\d+),/.exec(tag)?.[1];
        const json = /json:"([^"]*)"/.exec(tag)?.[1] ?? "";
        if (number === undefined) continue;
        const [name = "", ...options] = json.split(",");
        const words = before.trim().split(/\s+/);
        tags.set(`${struct}.${number}`, {
          name,
          isPointer: (words.at(-1) ?? "").startsWith("*"),
          omitsEmpty: options.includes("omitempty") || options.includes("omitzero"),
          isInline: options.includes("inline"),
        });
      }
    }
  }
  return tags;
}

function qualify(alias: string, type: string): string {
  if (!type.includes(".")) return /^[a-z]/.test(type) ? type : `${alias}.${type}`;
  const path = type.replace(/^\./, "").split(".");
  const name = path.at(-1) ?? "";
  const folder = path.slice(2, -1).join("/");
  const found = Object.entries(PACKAGES).find(([, known]) => `${known.of}/${known.folder}` === folder);
  if (found === undefined) throw new Error(`no package known for ${type}`);
  return `${found[0]}.${name}`;
}

function reach(messages: ReadonlyMap<string, readonly Field[]>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...WANTED];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || SCALARS.has(name)) continue;
    const fields = messages.get(name);
    if (fields === undefined) throw new Error(`no message ${name}`);
    reached.add(name);
    for (const { type } of fields) {
      const target = /(\w+\.\w+)!?$/.exec(type)?.[1];
      if (target !== undefined) waiting.push(target);
    }
  }
  return reached;
}

function writeTable(alias: string, names: readonly string[], messages: ReadonlyMap<string, readonly Field[]>): void {
  const lines = names.flatMap((name) => {
    const fields = (messages.get(name) ?? []).map(({ number, name, type }) => {
      return `${number} ${name} ${type.replace(`${alias}.`, "")}`;
    });
    return wrap(`${name.slice(alias.length + 1)}:`, fields);
  });
  const text = `// Written by generate/protobuf-tables.ts; message-table.ts reads it.\nexport const ${alias.toUpperCase()} = \`\n${lines.join("\n")}\n\`;\n`;
  writeFileSync(join(import.meta.dirname, `../src/http/protobuf/tables/${alias}.ts`), text);
}

function wrap(head: string, fields: readonly string[]): string[] {
  const lines: string[] = [];
  let line = head;
  for (const [i, field] of fields.entries()) {
    const text = i === fields.length - 1 ? ` ${field}` : ` ${field};`;
    if (line.length + text.length > WIDTH) {
      lines.push(line);
      line = " ";
    }
    line += text;
  }
  return [...lines, line];
}

main(process.argv.slice(2));
