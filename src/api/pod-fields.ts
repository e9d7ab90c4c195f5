/**
 * The minor release in which each field of Pods that came after 1.25 appeared, from the published API documents.
 *
 * Fields that came between 1.34 and 1.36 are assigned to the release of their enhancement: user annotations, volume
 * status and pod-level resources to 1.35, the others to 1.36.
 */

/** Sets of Pod fields, named by the minor release that introduced them. */
export const POD_FIELD_SETS = [
  "1.25",
  "1.26",
  "1.27",
  "1.28",
  "1.29",
  "1.30",
  "1.31",
  "1.32",
  "1.33",
  "1.34",
  "1.35",
  "1.36",
] as const;

/** A set of Pod fields, named by a minor release. */
export type PodFieldSet = (typeof POD_FIELD_SETS)[number];

const CONTAINER = { resizePolicy: "1.27", restartPolicy: "1.28", restartPolicyRules: "1.34" } as const;

const DATED: Readonly<Record<string, Readonly<Record<string, PodFieldSet>>>> = {
  PodSpec: {
    hostnameOverride: "1.34",
    resourceClaims: "1.26",
    resources: "1.32",
    schedulingGates: "1.26",
    schedulingGroup: "1.36",
  },
  PodResourceClaim: { resourceClaimName: "1.31", resourceClaimTemplateName: "1.31" },
  Container: CONTAINER,
  EphemeralContainer: CONTAINER,
  ResourceRequirements: { claims: "1.26" },
  ResourceClaim: { request: "1.31" },
  VolumeMount: { recursiveReadOnly: "1.30" },
  Lifecycle: { stopSignal: "1.33" },
  LifecycleHandler: { sleep: "1.29" },
  EnvVarSource: { fileKeyRef: "1.34" },
  PodAffinityTerm: { matchLabelKeys: "1.29", mismatchLabelKeys: "1.29" },
  PodSecurityContext: { appArmorProfile: "1.30", seLinuxChangePolicy: "1.32", supplementalGroupsPolicy: "1.31" },
  SecurityContext: { appArmorProfile: "1.30" },
  Volume: { image: "1.31" },
  VolumeProjection: { clusterTrustBundle: "1.29", podCertificate: "1.34" },
  PodCertificateProjection: { userAnnotations: "1.35" },
  PersistentVolumeClaimSpec: { volumeAttributesClassName: "1.29" },
  PodStatus: {
    allocatedResources: "1.35",
    extendedResourceClaimStatus: "1.34",
    hostIPs: "1.28",
    nodeAllocatableResourceClaimStatuses: "1.36",
    observedGeneration: "1.33",
    resize: "1.27",
    resourceClaimStatuses: "1.28",
    resources: "1.35",
  },
  PodCondition: { observedGeneration: "1.33" },
  ContainerStatus: {
    allocatedResources: "1.27",
    allocatedResourcesStatus: "1.31",
    resources: "1.27",
    stopSignal: "1.33",
    user: "1.31",
    volumeMounts: "1.30",
  },
  VolumeMountStatus: { volumeStatus: "1.35" },
};

/** The index of the first set with a field. */
const SINCE: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(DATED).map(([type, fields]) => [
    type,
    new Map(Object.entries(fields).map(([field, since]) => [field, POD_FIELD_SETS.indexOf(since)])),
  ]),
);

/** The fields in the table, for a check that the types have them. */
export const DATED_POD_FIELDS: readonly (readonly [type: string, field: string])[] = Object.entries(DATED).flatMap(
  ([type, fields]) => Object.keys(fields).map((field) => [type, field] as const),
);

/** Whether a field of a Pod, or of a part of one, is in a set; fields of other types always are. */
export function hasPodField(type: string, field: string, known: PodFieldSet): boolean {
  const since = SINCE.get(type)?.get(field);
  return since === undefined || since <= POD_FIELD_SETS.indexOf(known);
}
