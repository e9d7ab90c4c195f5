/** Prints values as `kubectl get -o yaml` does: keys in alphabetical order, two spaces. */

/** The lines of a value. */
export function yamlLines(value: unknown, indent = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => listItem(item, indent));
  if (typeof value !== "object" || value === null) return [`${indent}${scalar(value)}`];
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, inner]: [string, unknown]) => field(key, inner, indent));
}

function field(key: string, value: unknown, indent: string): string[] {
  if (typeof value !== "object" || value === null) return [`${indent}${key}: ${scalar(value)}`];
  const lines = yamlLines(value, Array.isArray(value) ? indent : `${indent}  `);
  if (lines.length === 0) return [`${indent}${key}: ${Array.isArray(value) ? "[]" : "{}"}`];
  return [`${indent}${key}:`, ...lines];
}

function listItem(item: unknown, indent: string): string[] {
  const [first = "", ...rest] = yamlLines(item, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function scalar(value: unknown): string {
  if (typeof value !== "string") return String(value);
  const isPlain = /^[A-Za-z_/][\w ./()'=-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
