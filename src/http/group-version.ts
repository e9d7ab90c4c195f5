/** How a group and a version are written together. */

/** The `apiVersion` of a group and version: the core group has no name. */
export function groupVersion(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}
