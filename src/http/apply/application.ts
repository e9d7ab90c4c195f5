/** The inputs of a server-side apply. */

import type { JsonObject } from "../../api/json.ts";
import type { Fields } from "./field-shape.ts";
import type { ManagedEntry, Manager } from "./managed-fields.ts";

/** A server-side apply: the configuration, the live object, and who manages what. */
export interface Application {
  /** The live object; `undefined` if the apply creates it. */
  readonly live: JsonObject | undefined;
  readonly config: JsonObject;
  /** The shape by which fields of the object are managed. */
  readonly shape: Fields;
  readonly manager: Manager;
  readonly entries: readonly ManagedEntry[];
  readonly force: boolean;
}
