/** Kinds that a scenario declares in addition to those of Kubernetes, and the resources that a file may name. */

import { z } from "zod";
import type { FieldPath } from "../api/field-path.ts";
import { isJsonList, isJsonObject } from "../api/json.ts";
import { CUSTOM_RESOURCE_DEFINITION } from "../api/kinds/custom-resource-definition.ts";
import { type AnyKind, kind, type PlainKind } from "../api/kinds/kind.ts";
import { KINDS } from "../api/kinds/table.ts";
import { nearest } from "../api/nearest.ts";
import { quote } from "../api/quote.ts";
import type { Reporter } from "./report.ts";
import { whenOtherType } from "./schema-time.ts";

export const kindSchema = z
  .strictObject(
    {
      apiVersion: z
        .string()
        .regex(/^[a-z0-9.-]+\/v[a-z0-9]+$/, "must be a group and a version, for example example.com/v1")
        .describe("Group and version, for example example.com/v1."),
      kind: z.string().min(1).describe("The kind, for example Widget."),
      plural: z
        .string()
        .regex(/^[a-z0-9-]+$/, "must be a name in lower case, for example widgets")
        .describe("The name of the resource, for example widgets."),
      singular: z.string().min(1).optional().describe("The kind in lower case if absent."),
      shortNames: z.array(z.string().min(1)).optional().describe("Short names for kubectl."),
      scope: z.enum(["Namespaced", "Cluster"]).optional().describe("Namespaced if absent."),
      hasStatus: z.boolean().optional().describe("Whether status is a subresource; true if absent."),
    },
    { error: whenOtherType("must be a map, for example {apiVersion: example.com/v1, kind: Widget, plural: widgets}") },
  )
  .meta({ id: "Kind", description: "Your own kind of object, as defined by a CustomResourceDefinition." });

type KindInput = z.infer<typeof kindSchema>;

/** Reads the kinds of a scenario; a kind or a resource that already exists is a problem. */
export function compileKinds(inputs: readonly KindInput[], reporter: Reporter): readonly PlainKind[] {
  const known = [...KINDS];
  return inputs.map((input, i) => {
    const { apiVersion, kind: name, plural, ...rest } = input;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const declared: PlainKind = { apiVersion, kind: name, plural, ...given };
    const made = kind(declared);
    const other = known.find((each) => each.resource === made.resource || isSame(each, made));
    if (other !== undefined) {
      reporter.problem(["kinds", i], `the kind ${other.kind} (${other.apiVersion}) already has these names`);
    }
    known.push(made);
    return declared;
  });
}

function isSame(a: AnyKind, b: AnyKind): boolean {
  return a.group === b.group && a.kind === b.kind;
}

/** All kinds of a run: those of Kubernetes, and those that its scenario declares. */
export function kindsWith(declared: readonly PlainKind[]): readonly AnyKind[] {
  return declared.length === 0 ? KINDS : [...KINDS, ...declared.map((each) => kind(each))];
}

/** The kinds that CustomResourceDefinitions among the created objects add during the run. */
export function definedKinds(events: readonly { readonly manifest?: unknown }[]): readonly AnyKind[] {
  return events.flatMap(({ manifest }) => {
    if (!isJsonObject(manifest) || manifest.kind !== CUSTOM_RESOURCE_DEFINITION.kind) return [];
    const { group, names, versions } = isJsonObject(manifest.spec) ? manifest.spec : {};
    const stored = (isJsonList(versions) ? versions : []).find((each) => isJsonObject(each) && each.storage === true);
    if (!isJsonObject(names) || !isJsonObject(stored)) return [];
    const apiVersion = `${String(group)}/${String(stored.name)}`;
    return [kind({ apiVersion, kind: String(names.kind), plural: String(names.plural) })];
  });
}

/** Checks that a resource is one that a run has, by the name that the log and faults use. */
export function checkResource(
  resource: string,
  kinds: readonly AnyKind[],
  path: FieldPath,
  reporter: Reporter,
): string {
  const names = kinds.map((each) => each.resource);
  if (names.includes(resource)) return resource;
  const meant = nearest(resource, names);
  const hint = meant === undefined ? `known are ${names.join(", ")}` : `did you mean ${meant}?`;
  reporter.problem(path, `there is no resource ${quote(resource)}; ${hint}`);
  return resource;
}
