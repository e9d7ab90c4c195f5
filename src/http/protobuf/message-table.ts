/** The messages that the API exchanges, read from the tables when one is first asked for. */

import { ADMISSIONREGISTRATION } from "./tables/admissionregistration.ts";
import { APPS } from "./tables/apps.ts";
import { AUTHENTICATION } from "./tables/authentication.ts";
import { AUTHORIZATION } from "./tables/authorization.ts";
import { AUTOSCALING } from "./tables/autoscaling.ts";
import { BATCH } from "./tables/batch.ts";
import { COORDINATION } from "./tables/coordination.ts";
import { CORE } from "./tables/core.ts";
import { EVENTS } from "./tables/events.ts";
import { META } from "./tables/meta.ts";
import { NETWORKING } from "./tables/networking.ts";
import { POLICY } from "./tables/policy.ts";
import { SCHEDULING } from "./tables/scheduling.ts";

/** Types that protobuf has by itself. */
export type Scalar = "string" | "bytes" | "bool" | "int32" | "int64";

export interface Field {
  readonly number: number;
  /** The key in JSON. */
  readonly name: string;
  readonly shape: "single" | "list" | "map";
  /** A scalar, or the name of a message (`core.PodSpec`). */
  readonly type: string;
  /** Absent and empty differ: Go keeps a pointer. */
  readonly isOptional: boolean;
  /** Go prints an empty value, too. */
  readonly isPrintedEmpty: boolean;
  /** The message's fields stand among those of the message around it. */
  readonly isInline: boolean;
}

export interface Message {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly byNumber: ReadonlyMap<number, Field>;
}

const TABLES: Readonly<Record<string, string>> = {
  networking: NETWORKING,
  autoscaling: AUTOSCALING,
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
  scheduling: SCHEDULING,
};

/** The package that holds the kinds of an `apiVersion`. */
const PACKAGES: Readonly<Record<string, string>> = {
  v1: "core",
  "admissionregistration.k8s.io/v1": "admissionregistration",
  "apps/v1": "apps",
  "autoscaling/v1": "autoscaling",
  "batch/v1": "batch",
  "networking.k8s.io/v1": "networking",
  "events.k8s.io/v1": "events",
  "coordination.k8s.io/v1": "coordination",
  "policy/v1": "policy",
  "scheduling.k8s.io/v1": "scheduling",
  "authorization.k8s.io/v1": "authorization",
  "authentication.k8s.io/v1": "authentication",
  "meta.k8s.io/v1": "meta",
};

/** Kinds of every group version: their messages are those of the meta package. */
const META_KINDS = new Set(["Status", "DeleteOptions", "WatchEvent", "APIGroup", "APIGroupList", "APIResourceList"]);

/** What a line of a table says of a field: number, name, and the type as Go would write it. */
const FIELD = /^(\d+) (\w+) (inline )?(\[\]|map\[string\])?(\*)?([\w.]+)(!)?$/;
const SCALARS: ReadonlySet<string> = new Set<Scalar>(["string", "bytes", "bool", "int32", "int64"]);

const known = new Map<string, Message>();
const read = new Set<string>();

/** The message of that name (`core.PodSpec`), if the tables hold it. */
export function messageOf(name: string): Message | undefined {
  const [alias = ""] = name.split(".");
  const table = TABLES[alias];
  if (table !== undefined && !read.has(alias)) {
    read.add(alias);
    for (const message of parseTable(alias, table)) known.set(message.name, message);
  }
  return known.get(name);
}

/** The message of a kind, if it can be sent as protobuf. */
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
