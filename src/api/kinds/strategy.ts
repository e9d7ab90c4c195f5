/**
 * How the API server handles objects of a kind, beyond storing them: Kubernetes' `RESTCreateStrategy` and
 * `RESTUpdateStrategy`, with their names. Every part is optional.
 */

import type { FieldError, FieldPath } from "../field-path.ts";
import type { JsonObject } from "../json.ts";
import type { ApiSwitches } from "../switches.ts";
import type { KubeObject } from "../types.ts";

/** The hooks of the API server for objects of a kind. */
export interface Strategy<T extends KubeObject> {
  /** Fills in the defaults of a submitted object (`SetDefaults_…`). */
  setDefaults?(object: T, switches: ApiSwitches): T;
  /** Prepares a new object for validation; a status that has its own subresource was removed before. */
  prepareForCreate?(object: T, switches: ApiSwitches): T;
  /** A new object keeps its status, as for nodes that register themselves. */
  readonly keepsStatusOnCreate?: true;
  /** Validates a new object; its metadata was validated before. */
  validate?(object: T, switches: ApiSwitches): readonly FieldError[];
  /** Prepares an object that replaces a stored one for validation; its metadata and status are final. */
  prepareForUpdate?(next: T, stored: T, switches: ApiSwitches): T;
  /** Validates an object that replaces a stored one. */
  validateUpdate?(next: T, stored: T, switches: ApiSwitches): readonly FieldError[];
  /** Validates an object whose status replaces that of the stored one. */
  validateStatusUpdate?(next: T, stored: T, switches: ApiSwitches): readonly FieldError[];
  /** Changes an object on DELETE, in addition to its deletion metadata. */
  prepareForDelete?(object: T): T;
  /** Whether an object that is being deleted is blocked by something other than its finalizers. */
  isHeld?(object: T): boolean;
  /** Warnings for the client about a new object that is accepted (`WarningsOnCreate`). */
  warningsOnCreate?(object: T, switches: ApiSwitches): readonly string[];
  /** Warnings for the client about an accepted update (`WarningsOnUpdate`). */
  warningsOnUpdate?(next: T, stored: T, switches: ApiSwitches): readonly string[];
  /** Paths of unknown fields, for kinds with their own schema. */
  unknownFields?(object: JsonObject): readonly FieldPath[];
  /** The structural schema, for kinds that were declared by one. */
  structuralSchema?(): JsonObject;
  /** Fields whose change increases the generation; if absent, objects of the kind have none. */
  readonly generationFields?: readonly string[];
  /** Whether a PUT may omit the resource version (the default). */
  readonly allowUnconditionalUpdate?: boolean;
  /** Returns what is wrong with a name; a DNS subdomain is required if absent. */
  validateName?(name: string): readonly string[];
}
