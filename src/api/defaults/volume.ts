/** Defaults of a volume, by its source. */

import { copyWith } from "../copy-with.ts";
import type { JsonObject } from "../json.ts";
import { defaultFieldRef, defaultResources } from "./container.ts";
import { fill, within, withinEach } from "./fill.ts";
import { pullPolicyFor } from "./image.ts";

/** Readable by all, writable by the owner (0644). */
const FILE_MODE = 0o644;

const sourceDefaults: Readonly<Record<string, (source: JsonObject) => JsonObject>> = {
  hostPath: (source) => fill(source, { type: "" }),
  secret: (source) => fill(source, { defaultMode: FILE_MODE }),
  configMap: (source) => fill(source, { defaultMode: FILE_MODE }),
  downwardAPI: (source) => withinEach(fill(source, { defaultMode: FILE_MODE }), "items", defaultFieldRef),
  projected: (source) => withinEach(fill(source, { defaultMode: FILE_MODE }), "sources", defaultProjection),
  ephemeral: (source) => within(source, "volumeClaimTemplate", (template) => within(template, "spec", defaultClaim)),
  iscsi: (source) => fill(source, { iscsiInterface: "default" }),
  rbd: (source) => fill(source, { pool: "rbd", user: "admin", keyring: "/etc/ceph/keyring" }),
  scaleIO: (source) => fill(source, { storageMode: "ThinProvisioned", fsType: "xfs" }),
  azureDisk: (source) => fill(source, { cachingMode: "ReadWrite", fsType: "ext4", readOnly: false, kind: "Shared" }),
  image: (source) => {
    const reference = typeof source.reference === "string" ? source.reference : "";
    return fill(source, { pullPolicy: pullPolicyFor(reference) });
  },
};

/** Fills in the defaults of a volume; without a source it becomes an emptyDir. */
export function defaultVolume(volume: JsonObject): JsonObject {
  const sources = Object.keys(volume).filter((key) => key !== "name");
  if (sources.length === 0) return copyWith(volume, { emptyDir: {} });
  return sources.reduce((result, source) => {
    const defaultSource = Object.hasOwn(sourceDefaults, source) ? sourceDefaults[source] : undefined;
    return defaultSource === undefined ? result : within(result, source, defaultSource);
  }, volume);
}

function defaultProjection(projection: JsonObject): JsonObject {
  const withToken = within(projection, "serviceAccountToken", (token) => fill(token, { expirationSeconds: 3600 }));
  return within(withToken, "downwardAPI", (source) => withinEach(source, "items", defaultFieldRef));
}

function defaultClaim(claim: JsonObject): JsonObject {
  return within(fill(claim, { volumeMode: "Filesystem" }), "resources", defaultResources);
}
