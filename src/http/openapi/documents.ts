/** The OpenAPI documents, generated on first use. */

import { createHash } from "node:crypto";
import type { JsonObject } from "../../api/json.ts";
import { NEWEST_RELEASE, type Release } from "../../simulation/releases/releases.ts";
import { groupVersionPaths } from "../discovery.ts";
import type { ResourceDefinition } from "../resources/resource.ts";
import { gitVersionOf } from "../version.ts";
import { declaredSchemas } from "./declared-schemas.ts";
import { messageSchemas } from "./message-schemas.ts";
import { pathsOf } from "./paths.ts";
import { encodeOpenApi2 } from "./protobuf.ts";
import { allSchemas, type RefPrefix } from "./schemas.ts";

/** The OpenAPI documents of a set of resources. */
export class OpenApiDocuments {
  readonly #definitions: readonly ResourceDefinition[];
  readonly #release: Release;
  readonly #info: JsonObject;
  #protobuf: Uint8Array | undefined;
  readonly #texts = new Map<string, string>();

  /** @param release whose fields the documents have */
  constructor(definitions: readonly ResourceDefinition[], release: Release = NEWEST_RELEASE) {
    this.#definitions = definitions;
    this.#release = release;
    this.#info = { title: "Kubernetes", version: gitVersionOf(release) };
  }

  /** The document at a path as JSON text; `undefined` if there is none. */
  at(path: string): string | undefined {
    if (path === "/openapi/v2") return this.#text(path, () => this.#version2());
    if (path === "/openapi/v3") return this.#text(path, () => this.#index());
    const group = /^\/openapi\/v3\/(.+)$/.exec(path)?.[1];
    if (group === undefined || !groupVersionPaths(this.#definitions).includes(group)) return undefined;
    return this.#text(path, () => this.#version3(group));
  }

  /** The OpenAPI 2 document in the protobuf form that kubectl uses. */
  version2Protobuf(): Uint8Array {
    this.#protobuf ??= encodeOpenApi2(this.#version2());
    return this.#protobuf;
  }

  #text(path: string, make: () => JsonObject): string {
    const known = this.#texts.get(path) ?? JSON.stringify(make());
    this.#texts.set(path, known);
    return known;
  }

  /** The locations of the documents of all group versions, with a hash for caching. */
  #index(): JsonObject {
    const paths = groupVersionPaths(this.#definitions).map((group) => {
      const text = this.at(`/openapi/v3/${group}`) ?? "";
      const hash = createHash("sha256").update(text).digest("hex").toUpperCase();
      return [group, { serverRelativeURL: `/openapi/v3/${group}?hash=${hash}` }];
    });
    return { paths: Object.fromEntries(paths) };
  }

  #version3(group: string): JsonObject {
    const definitions = this.#definitions.filter((definition) => groupVersionPaths([definition])[0] === group);
    const schemas = schemasOf(definitions, "#/components/schemas/", this.#release);
    return { openapi: "3.0.0", info: this.#info, paths: pathsOf(definitions), components: { schemas } };
  }

  #version2(): JsonObject {
    const definitions = schemasOf(this.#definitions, "#/definitions/", this.#release);
    return { swagger: "2.0", info: this.#info, paths: {}, definitions };
  }
}

/** All schemas that the resources need; those from schema tables have descriptions, and take precedence. */
function schemasOf(definitions: readonly ResourceDefinition[], prefix: RefPrefix, release: Release): JsonObject {
  const untyped = definitions.filter(({ patchType, schema }) => patchType === undefined && schema === undefined);
  return {
    ...messageSchemas(untyped, prefix),
    ...allSchemas(prefix, release),
    ...declaredSchemas(definitions, prefix),
  };
}
