/** A column of the table that the server returns for a kind. */

import type { ApiSwitches } from "../switches.ts";
import type { KubeObject } from "../types.ts";

/** A column of `kubectl get`, with the text of its cells. */
export interface Column<T extends KubeObject> {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly description: string;
  /** `name` if the cell is the name of the object. */
  readonly format?: "name";
  /** 0 is always shown, 1 with `-o wide`. */
  readonly priority?: number;
  /** Whether tables of a release have the column; always if absent. */
  isShown?(switches: ApiSwitches): boolean;
  /** The cell of an object; `nowMs` is the virtual time, milliseconds since 1970. */
  cell(object: T, nowMs: number): unknown;
}
