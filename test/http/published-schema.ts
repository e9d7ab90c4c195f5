/** Required fields of the API, read from the types of Kubernetes' own client. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface PublishedField {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
}

const FIELD = /^ {4}'(\w+)'(\??): ((?:.|\n)*?);\n/gm;
const MODELS = new URL("gen/models/", import.meta.resolve("@kubernetes/client-node"));

const known = new Map<string, readonly PublishedField[] | undefined>();

/** The fields of a type such as `V1Pod`; `undefined` if there is no such type. */
function fieldsOf(type: string): readonly PublishedField[] | undefined {
  if (!known.has(type)) known.set(type, read(type));
  return known.get(type);
}

function read(type: string): readonly PublishedField[] | undefined {
  let text: string;
  try {
    text = readFileSync(fileURLToPath(new URL(`${type}.d.ts`, MODELS)), "utf8");
  } catch {
    return undefined;
  }
  return Array.from(text.matchAll(FIELD), ([, name = "", optional, of = ""]) => ({
    // TypeScript's reserved names begin with an underscore.
    name: name.replace(/^_/, ""),
    type: of,
    isRequired: optional !== "?",
  }));
}

/** Paths of required fields that are missing. */
export function missingFields(value: unknown, type: string, path = type): readonly string[] {
  const list = /^Array<(\w+)>$/.exec(type)?.[1];
  if (list !== undefined) {
    return Array.isArray(value) ? value.flatMap((item, i) => missingFields(item, list, `${path}[${i}]`)) : [];
  }
  const fields = fieldsOf(type);
  if (fields === undefined || typeof value !== "object" || value === null) return [];
  const given = new Map<string, unknown>(Object.entries(value));
  return fields.flatMap(({ name, type: of, isRequired }) => {
    const field = given.get(name);
    const isMissing = field === undefined || field === null;
    if (isMissing) return isRequired ? [`${path}.${name}`] : [];
    return missingFields(field, of, `${path}.${name}`);
  });
}

/** Whether the published client has a type of that name. */
export function isPublished(type: string): boolean {
  return fieldsOf(type) !== undefined;
}
