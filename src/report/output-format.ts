/** What every JSON document says of itself: which it is, and which version of its form. */

/** Commands that print JSON, and errors. */
export type OutputKind = "run" | "explain" | "rule" | "lint" | "test" | "compare" | "upgrade" | "import" | "error";

/** Raised when a field goes or changes its meaning; fields may be added. */
export const OUTPUT_VERSION = 1;

/** A document with its format in front: `jobsim.dev/run/v1`, as `schema/run.v1.json` describes it. */
export function formatted<T extends object>(kind: OutputKind, document: T): { readonly format: string } & T {
  return { format: formatName(kind), ...document };
}

/** The name of a format. */
export function formatName(kind: OutputKind): string {
  return `jobsim.dev/${kind}/v${OUTPUT_VERSION}`;
}
