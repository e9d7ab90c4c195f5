/** Returns a copy of an object without some fields; the same object if it has none of them. */
export function withoutFields<T extends object, K extends keyof T>(object: T, fields: readonly K[]): T {
  if (fields.every((field) => object[field] === undefined)) return object;
  const copy = { ...object };
  for (const field of fields) delete copy[field];
  return copy;
}
