/** Image references: defaulting only needs to know whether they mean the tag `latest`. */

const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const DOMAIN =
  /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}$/;
/** A bare image ID is not a reference. */
const IMAGE_ID = /^[a-f0-9]{64}$/;

/**
 * The pull policy of a container that names none: `Always` for the tag `latest`, even if it is implied.
 *
 * An invalid reference gets `IfNotPresent`; validation happens elsewhere.
 */
export function pullPolicyFor(image: string): "Always" | "IfNotPresent" {
  return tagOf(image) === "latest" ? "Always" : "IfNotPresent";
}

/** Whether a text is a valid reference; if not, a kubelet cannot pull it (`InvalidImageName`). */
export function isImageReference(image: string): boolean {
  return partsOf(image) !== undefined;
}

function tagOf(image: string): string | undefined {
  const { tag, digest } = partsOf(image) ?? { tag: undefined, digest: "" };
  return tag ?? (digest === undefined ? "latest" : undefined);
}

function partsOf(image: string): { readonly tag: string | undefined; readonly digest: string | undefined } | undefined {
  const [beforeDigest = "", digest, ...rest] = image.split("@");
  if (rest.length > 0 || IMAGE_ID.test(image) || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  const colon = beforeDigest.lastIndexOf(":");
  const hasTag = colon > beforeDigest.lastIndexOf("/");
  const name = hasTag ? beforeDigest.slice(0, colon) : beforeDigest;
  const tag = hasTag ? beforeDigest.slice(colon + 1) : undefined;
  if (!isName(name) || (tag !== undefined && !TAG.test(tag))) return undefined;
  return { tag, digest };
}

function isName(name: string): boolean {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(0, slash));
  const isDomain = /[.:A-Z]/.test(first) || first === "localhost";
  return isDomain ? DOMAIN.test(first) && PATH.test(name.slice(slash + 1)) : PATH.test(name);
}
