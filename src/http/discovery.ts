/** Discovery: groups, versions and resources, in the legacy and the aggregated form. */

import type { JsonObject } from "../api/json.ts";
import { groupVersion } from "./group-version.ts";
import { parseAccept } from "./negotiation.ts";
import type { ResourceDefinition, SubresourceDefinition } from "./resources/resource.ts";
import { byPriority } from "./version-priority.ts";

const ADDRESSES = [{ clientCIDR: "0.0.0.0/0", serverAddress: "" }];
const AGGREGATED_VERSIONS = ["v2", "v2beta1"];

/** Answers a discovery path; `undefined` for any other. */
export function discover(
  definitions: readonly ResourceDefinition[],
  path: string,
  accept: string,
): { readonly body: JsonObject; readonly contentType?: string } | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  const [root, first, second, ...rest] = parts;
  if (rest.length > 0) return undefined;
  const isCore = root === "api";
  if (!isCore && root !== "apis") return undefined;
  if (first === undefined) return rootDocument(definitions, isCore, accept);
  const [group, version] = isCore ? ["", first] : [first, second];
  const inGroup = definitions.filter((definition) => definition.group === group);
  if (inGroup.length === 0 || (isCore && second !== undefined)) return undefined;
  if (version === undefined) {
    return { body: { kind: "APIGroup", apiVersion: "v1", ...groupOf(inGroup.filter(isListed), group) } };
  }
  const inVersion = inGroup.filter((definition) => definition.version === version);
  return inVersion.length === 0 ? undefined : { body: resourceList(inVersion, groupVersion(group, version)) };
}

/** All group versions, for example `apis/batch/v1`. */
export function groupVersionPaths(definitions: readonly ResourceDefinition[]): readonly string[] {
  const paths = definitions.map(({ group, version }) => (group === "" ? `api/${version}` : `apis/${group}/${version}`));
  return [...new Set(paths)];
}

function rootDocument(definitions: readonly ResourceDefinition[], isCore: boolean, accept: string) {
  const served = definitions.filter((definition) => isListed(definition) && (definition.group === "") === isCore);
  const aggregated = wantsAggregated(accept);
  if (aggregated !== undefined) {
    const contentType = `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`;
    return { body: aggregatedList(served, aggregated), contentType };
  }
  if (isCore) {
    const versions = [...new Set(served.map(({ version }) => version))];
    return { body: { kind: "APIVersions", versions, serverAddressByClientCIDRs: ADDRESSES } };
  }
  const groups = [...new Set(served.map(({ group }) => group))];
  const listed = groups.map((name) => groupOf(inGroup(served, name), name));
  return { body: { kind: "APIGroupList", apiVersion: "v1", groups: listed } };
}

/** Lists omit resources that are only served to old clients; the document of their version has them. */
function isListed({ isUnlisted }: ResourceDefinition): boolean {
  return isUnlisted !== true;
}

function inGroup(definitions: readonly ResourceDefinition[], group: string): readonly ResourceDefinition[] {
  return definitions.filter((definition) => definition.group === group);
}

function wantsAggregated(accept: string): string | undefined {
  for (const { type, parameters } of parseAccept(accept)) {
    if (type !== "application/json") continue;
    if (parameters.get("as") !== "APIGroupDiscoveryList") return undefined;
    const version = parameters.get("v") ?? "";
    if (AGGREGATED_VERSIONS.includes(version)) return version;
  }
  return undefined;
}

/** Versions in the order of preference. */
function groupOf(definitions: readonly ResourceDefinition[], name: string): JsonObject {
  const versions = byPriority(definitions.map(({ version }) => version)).map((version) => ({
    groupVersion: groupVersion(name, version),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

function resourceList(definitions: readonly ResourceDefinition[], version: string): JsonObject {
  const resources = definitions.flatMap((definition) => [
    describeResource(definition),
    ...definition.subresources.map((subresource) => describeSubresource(definition, subresource)),
  ]);
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: version, resources };
}

function describeResource(definition: ResourceDefinition): JsonObject {
  const { plural, singular, isNamespaced, kind, verbs, shortNames, categories } = definition;
  return {
    name: plural,
    singularName: singular,
    namespaced: isNamespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
}

function describeSubresource(definition: ResourceDefinition, subresource: SubresourceDefinition): JsonObject {
  const { group, version, kind, verbs, name } = subresource;
  return {
    name: `${definition.plural}/${name}`,
    singularName: "",
    namespaced: definition.isNamespaced,
    ...(group === undefined ? {} : { group }),
    ...(version === undefined ? {} : { version }),
    kind,
    verbs,
  };
}

function aggregatedList(definitions: readonly ResourceDefinition[], version: string): JsonObject {
  const groups = [...new Set(definitions.map(({ group }) => group))];
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === "" ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
      versions: aggregatedVersions(inGroup(definitions, group)),
    })),
  };
}

function aggregatedVersions(definitions: readonly ResourceDefinition[]): readonly JsonObject[] {
  return byPriority(definitions.map(({ version }) => version)).map((version) => ({
    version,
    resources: definitions.filter((definition) => definition.version === version).map(aggregatedResource),
    freshness: "Current",
  }));
}

function aggregatedResource(definition: ResourceDefinition): JsonObject {
  const { group, version, plural, singular, kind, isNamespaced, verbs, shortNames, categories, subresources } =
    definition;
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: isNamespaced ? "Namespaced" : "Cluster",
    singularResource: singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0
      ? {}
      : {
          subresources: subresources.map((subresource) => ({
            subresource: subresource.name,
            responseKind: {
              group: subresource.group ?? group,
              version: subresource.version ?? version,
              kind: subresource.kind,
            },
            verbs: subresource.verbs,
          })),
        }),
  };
}
