/** What every JSON document says about itself: its kind, and the version of its format. */

/** Commands that print JSON, and errors. */
export type OutputKind =
  | "run"
  | "explain"
  | "rule"
  | "explore"
  | "lint"
  | "test"
  | "compare"
  | "upgrade"
  | "import"
  | "error";

/** Incremented when a field is removed or changes its meaning; fields may be added. */
export const OUTPUT_VERSION = 1;

/** A document with its format first: `jobsim.dev/run/v1`, as `schema/run.v1.json` describes it. */
export function formatted<T extends object>(kind: OutputKind, document: T): { readonly format: string } & T {
  return { format: formatName(kind), ...document };
}

/** The name of a format. */
export function formatName(kind: OutputKind): string {
  return `jobsim.dev/${kind}/v${OUTPUT_VERSION}`;
}
