/** What one server-side apply works with. */

import type { JsonObject } from "../../api/json.ts";
import type { Fields } from "./field-shape.ts";
import type { ManagedEntry, Manager } from "./managed-fields.ts";

export interface Application {
  /** The live object; `undefined` where the apply creates it. */
  readonly live: JsonObject | undefined;
  readonly config: JsonObject;
  /** How the fields of the object are counted. */
  readonly shape: Fields;
  readonly manager: Manager;
  readonly entries: readonly ManagedEntry[];
  readonly force: boolean;
}
