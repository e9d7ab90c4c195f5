/** A write of a built-in controller, as webhooks see it. */

import type { JsonObject } from "../../api/json.ts";
import type { AnyKind } from "../../api/kinds/kind.ts";
import type { Actor } from "../../apiserver/log.ts";

/** A write that webhooks may be asked about. */
export interface ControllerWrite {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly of: AnyKind;
  readonly actor: Actor;
  readonly namespace: string;
  /** `""` for an object that gets its name when it is stored. */
  readonly name: string;
  /** `""` for the object itself. */
  readonly subresource: "" | "status";
  /** The object after the write; `undefined` if it is deleted. */
  readonly object: JsonObject | undefined;
  /** The object before the write; `undefined` if it is created. */
  readonly oldObject: JsonObject | undefined;
}
