/** The protobuf messages of the API, parsed from the tables on first use. */

import { ADMISSIONREGISTRATION } from "./tables/admissionregistration.ts";
import { APPS } from "./tables/apps.ts";
import { AUTHENTICATION } from "./tables/authentication.ts";
import { AUTHORIZATION } from "./tables/authorization.ts";
import { AUTOSCALING } from "./tables/autoscaling.ts";
import { AUTOSCALING2 } from "./tables/autoscaling2.ts";
import { BATCH } from "./tables/batch.ts";
import { CERTIFICATES } from "./tables/certificates.ts";
import { COORDINATION } from "./tables/coordination.ts";
import { CORE } from "./tables/core.ts";
import { EVENTS } from "./tables/events.ts";
import { META } from "./tables/meta.ts";
import { NETWORKING } from "./tables/networking.ts";
import { POLICY } from "./tables/policy.ts";
import { RBAC } from "./tables/rbac.ts";
import { SCHEDULING } from "./tables/scheduling.ts";

/** Scalar types of protobuf. */
export type Scalar = "string" | "bytes" | "bool" | "int32" | "int64";

/** A field of a message. */
export interface Field {
  readonly number: number;
  /** The key in JSON. */
  readonly name: string;
  readonly shape: "single" | "list" | "map";
  /** A scalar, or the name of a message (`core.PodSpec`). */
  readonly type: string;
  /** Whether absent and empty differ, since Go has a pointer. */
  readonly isOptional: boolean;
  /** Whether Go also prints an empty value. */
  readonly isPrintedEmpty: boolean;
  /** Whether the fields of the message are inlined into the surrounding message. */
  readonly isInline: boolean;
}

/** A message of protobuf. */
export interface Message {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly byNumber: ReadonlyMap<number, Field>;
}

const TABLES: Readonly<Record<string, string>> = {
  networking: NETWORKING,
  autoscaling: AUTOSCALING,
  autoscaling2: AUTOSCALING2,
  certificates: CERTIFICATES,
  apps: APPS,
  admissionregistration: ADMISSIONREGISTRATION,
  authentication: AUTHENTICATION,
  authorization: AUTHORIZATION,
  batch: BATCH,
  coordination: COORDINATION,
  core: CORE,
  events: EVENTS,
  meta: META,
  policy: POLICY,
  rbac: RBAC,
  scheduling: SCHEDULING,
};

/** The package with the kinds of an `apiVersion`. */
const PACKAGES: Readonly<Record<string, string>> = {
  v1: "core",
  "admissionregistration.k8s.io/v1": "admissionregistration",
  "apps/v1": "apps",
  "autoscaling/v1": "autoscaling",
  "autoscaling/v2": "autoscaling2",
  "certificates.k8s.io/v1": "certificates",
  "batch/v1": "batch",
  "networking.k8s.io/v1": "networking",
  "events.k8s.io/v1": "events",
  "coordination.k8s.io/v1": "coordination",
  "policy/v1": "policy",
  "rbac.authorization.k8s.io/v1": "rbac",
  "scheduling.k8s.io/v1": "scheduling",
  "authorization.k8s.io/v1": "authorization",
  "authentication.k8s.io/v1": "authentication",
  "meta.k8s.io/v1": "meta",
};

/** Kinds of every group version, whose messages are in the meta package. */
const META_KINDS = new Set(["Status", "DeleteOptions", "WatchEvent", "APIGroup", "APIGroupList", "APIResourceList"]);

/** A field in a line of a table: number, name, and type in Go's notation. */
const FIELD = /^(\d+) (\w+) (inline )?(\[\]|map\[string\])?(\*)?([\w.]+)(!)?$/;
const SCALARS: ReadonlySet<string> = new Set<Scalar>(["string", "bytes", "bool", "int32", "int64"]);

const known = new Map<string, Message>();
const read = new Set<string>();

/** The message of a name (`core.PodSpec`), if there is one. */
export function messageOf(name: string): Message | undefined {
  const [alias = ""] = name.split(".");
  const table = TABLES[alias];
  if (table !== undefined && !read.has(alias)) {
    read.add(alias);
    for (const message of parseTable(alias, table)) known.set(message.name, message);
  }
  return known.get(name);
}

/** The message of a kind, if it has a protobuf encoding. */
export function messageOfKind(apiVersion: string, kind: string): Message | undefined {
  const alias = META_KINDS.has(kind) || kind === "APIVersions" ? "meta" : PACKAGES[apiVersion];
  return alias === undefined ? undefined : messageOf(`${alias}.${kind}`);
}

function parseTable(alias: string, table: string): Message[] {
  const rows = table.trim().replaceAll("\n  ", " ").split("\n");
  return rows.map((row) => {
    const colon = row.indexOf(":");
    const fields = row
      .slice(colon + 1)
      .split(";")
      .map((text) => parseField(alias, text.trim()));
    const byNumber = new Map(fields.map((field) => [field.number, field]));
    return { name: `${alias}.${row.slice(0, colon)}`, fields, byNumber };
  });
}

function parseField(alias: string, text: string): Field {
  const parts = FIELD.exec(text);
  if (parts === null) throw new Error(`a table of messages holds ${JSON.stringify(text)}`);
  const [, number, name = "", inline, list, pointer, type = "", printed] = parts;
  return {
    number: Number(number),
    name,
    shape: list === undefined ? "single" : list === "[]" ? "list" : "map",
    type: SCALARS.has(type) || type.includes(".") ? type : `${alias}.${type}`,
    isOptional: pointer !== undefined,
    isPrintedEmpty: printed !== undefined,
    isInline: inline !== undefined,
  };
}
