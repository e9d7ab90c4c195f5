/**
 * IDs and addresses that a node assigns: pods, containers, images. They carry no information, but clients expect them.
 */

import { createHash } from "node:crypto";
import type { Pod } from "../../api/types.ts";

/** The alphabet of suffixes in generated names. */
const ENDING_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

const MOST_KNOWN = 10_000;
const HOST_IPS = new Map<string, string>();
const IMAGE_IDS = new Map<string, string>();

/** The address of a node, in 172.16.0.0/12. */
export function hostIpOf(nodeName: string): string {
  return once(HOST_IPS, nodeName, makeHostIp);
}

function makeHostIp(nodeName: string): string {
  const number = Number.parseInt(digest(`node/${nodeName}`).slice(0, 5), 16);
  return `172.${16 + (number >>> 16)}.${(number >>> 8) & 255}.${number & 255}`;
}

/** The address of a pod, in 10.128.0.0/9; unique within a run. */
export function podIpOf({ metadata, spec }: Pod): string {
  if (spec.hostNetwork === true) return hostIpOf(spec.nodeName ?? "");
  // UIDs end with the number of the object within its run.
  const number = Number.parseInt(metadata.uid.slice(-6), 16) || 0;
  return `10.${128 + ((number >>> 16) & 127)}.${(number >>> 8) & 255}.${number & 255}`;
}

/** @param attempt the number of restarts before this instance */
export function containerIdOf({ metadata }: Pod, name: string, attempt: number): string {
  return `containerd://${digest(`${metadata.uid}/${name}.${attempt}`)}`;
}

/** A reference as containerd resolves it: `busybox` is `docker.io/library/busybox:latest`. */
export function resolvedImage(image: string): string {
  const slash = image.indexOf("/");
  const host = slash === -1 ? "" : image.slice(0, slash);
  const isHost = /[.:]/.test(host) || host === "localhost";
  const name = isHost ? image : `docker.io/${slash === -1 ? "library/" : ""}${image}`;
  return name.includes("@") || name.lastIndexOf(":") > name.lastIndexOf("/") ? name : `${name}:latest`;
}

/** The ID of a pulled image, with a digest. */
export function imageIdOf(image: string): string {
  return once(IMAGE_IDS, image, makeImageId);
}

function makeImageId(image: string): string {
  const resolved = resolvedImage(image);
  if (resolved.includes("@")) return resolved;
  return `${resolved.slice(0, resolved.lastIndexOf(":"))}@sha256:${digest(resolved)}`;
}

/** A five-letter suffix as in generated names; the same for all pods of an owner, which share their spec. */
export function endingOf({ metadata }: Pod): string {
  const uid = metadata.ownerReferences?.[0]?.uid ?? metadata.uid;
  const bytes = Buffer.from(digest(`volume/${uid}`), "hex").subarray(0, 5);
  return Array.from(bytes, (byte) => ENDING_LETTERS[byte % ENDING_LETTERS.length]).join("");
}

/** Caches a limited number of results. */
function once(known: Map<string, string>, text: string, make: (text: string) => string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = make(text);
  if (known.size < MOST_KNOWN) known.set(text, made);
  return made;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
