/**
 * What the API server does with objects of a kind beyond storing them: Kubernetes' `RESTCreateStrategy` and
 * `RESTUpdateStrategy`, with their names. What a strategy leaves out, nobody does.
 */

import type { FieldError, FieldPath } from "../field-path.ts";
import type { JsonObject } from "../json.ts";
import type { ApiSwitches } from "../switches.ts";
import type { KubeObject } from "../types.ts";

export interface Strategy<T extends KubeObject> {
  /** Fills in defaults of a submitted object (`SetDefaults_…`). */
  setDefaults?(object: T, switches: ApiSwitches): T;
  /** Makes a new object ready to be checked; the status of kinds that write it separately is taken out before. */
  prepareForCreate?(object: T, switches: ApiSwitches): T;
  /** A new object keeps the status that it was submitted with, as nodes do that register themselves. */
  readonly keepsStatusOnCreate?: true;
  /** Checks a new object; its metadata were checked before. */
  validate?(object: T, switches: ApiSwitches): readonly FieldError[];
  /** Makes an object ready that replaces a stored one; metadata and status are settled before. */
  prepareForUpdate?(next: T, stored: T, switches: ApiSwitches): T;
  /** Checks what replaces a stored object. */
  validateUpdate?(next: T, stored: T, switches: ApiSwitches): readonly FieldError[];
  /** Checks an object whose status replaces that of the stored one. */
  validateStatusUpdate?(next: T, stored: T, switches: ApiSwitches): readonly FieldError[];
  /** What a DELETE makes of an object besides its mark. */
  prepareForDelete?(object: T): T;
  /** Whether an object that is marked deleted stays for another reason than the finalizers in its metadata. */
  isHeld?(object: T): boolean;
  /** What the client should know about a new object that is accepted nevertheless (`WarningsOnCreate`). */
  warningsOnCreate?(object: T, switches: ApiSwitches): readonly string[];
  /** The same of an object that replaces a stored one (`WarningsOnUpdate`). */
  warningsOnUpdate?(next: T, stored: T, switches: ApiSwitches): readonly string[];
  /** Paths of fields that the kind does not know, for kinds whose objects are read by a schema of their own. */
  unknownFields?(object: JsonObject): readonly FieldPath[];
  /** The structural schema of the objects, for kinds that were declared by one. */
  structuralSchema?(): JsonObject;
  /** The fields whose change is a new generation; without any, objects of the kind have no generation. */
  readonly generationFields?: readonly string[];
  /** Whether a PUT may leave out the resource version (the default). */
  readonly allowUnconditionalUpdate?: boolean;
  /** What a name must look like; a DNS subdomain if absent. Gives the details of what is wrong. */
  validateName?(name: string): readonly string[];
}
