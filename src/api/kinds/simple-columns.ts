/** The columns of `kubectl get` for kinds without further logic, with the descriptions of kube-apiserver. */

import type { KubeObject, StringMap } from "../types.ts";
import type { Column } from "./column.ts";

/** Of a PersistentVolumeClaim. */
export interface ClaimFields extends KubeObject {
  readonly spec?: {
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly volumeMode?: string;
    readonly resources?: { readonly requests?: StringMap };
  };
  readonly status?: {
    readonly phase?: string;
    readonly accessModes?: readonly string[];
    readonly capacity?: StringMap;
  };
}

interface WithData extends KubeObject {
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

function sizeOf(map: object = {}): string {
  return String(Object.keys(map).length);
}

export const CONFIG_MAP_COLUMNS: readonly Column<WithData>[] = [
  {
    name: "Data",
    type: "string",
    description:
      "Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_' or '.'.",
    cell: ({ data, binaryData }) => String(Number(sizeOf(data)) + Number(sizeOf(binaryData))),
  },
];

export const SECRET_COLUMNS: readonly Column<WithData & { readonly type?: string }>[] = [
  {
    name: "Type",
    type: "string",
    description: "Used to facilitate programmatic handling of secret data.",
    cell: ({ type = "" }) => type,
  },
  {
    name: "Data",
    type: "string",
    description: "Data contains the secret data. Each key must consist of alphanumeric characters, '-', '_' or '.'.",
    cell: ({ data }) => sizeOf(data),
  },
];

export const CLAIM_COLUMNS: readonly Column<ClaimFields>[] = [
  claimText("Status", "phase represents the current phase of PersistentVolumeClaim.", ({ status }) => status?.phase),
  claimText("Volume", "volumeName is the binding reference to the PersistentVolume.", ({ spec }) => spec?.volumeName),
  claimText("Capacity", "capacity represents the actual resources of the underlying volume.", ({ status }) => {
    return status?.capacity?.storage;
  }),
  claimText("Access Modes", "accessModes contains the actual access modes the volume has.", ({ status }) => {
    return status?.accessModes?.map((mode) => MODES[mode] ?? mode).join(",");
  }),
  claimText("StorageClass", "storageClassName is the name of the StorageClass required by the claim.", ({ spec }) => {
    return spec?.storageClassName;
  }),
];

function claimText(
  name: string,
  description: string,
  cell: (claim: ClaimFields) => string | undefined,
): Column<ClaimFields> {
  return { name, type: "string", description, cell: (claim) => cell(claim) ?? "" };
}
