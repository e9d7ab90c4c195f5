/** A column of the table that a server prints for a kind. */

import type { ApiSwitches } from "../switches.ts";
import type { KubeObject } from "../types.ts";

export interface Column<T extends KubeObject> {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly description: string;
  /** `name` where the cell is the name of the object. */
  readonly format?: "name";
  /** 0 is always shown, 1 with `-o wide`. */
  readonly priority?: number;
  /** Whether tables of a release have the column; all have it if absent. */
  isShown?(switches: ApiSwitches): boolean;
  /** The cell of an object; `nowMs` is the virtual instant, milliseconds since 1970. */
  cell(object: T, nowMs: number): unknown;
}
