/** What the kubelet and the scheduler report of a pod. */
import { list, map, optional, pointer, required, requiredList, type TypeTable } from "./field.ts";

export const podStatusTypes = {
  PodStatus: {
    allocatedResources: map("quantity"),
    conditions: list("PodCondition", { mergeKey: "type" }),
    containerStatuses: list("ContainerStatus"),
    ephemeralContainerStatuses: list("ContainerStatus"),
    extendedResourceClaimStatus: optional("PodExtendedResourceClaimStatus"),
    hostIP: optional("string"),
    hostIPs: list("HostIP"),
    initContainerStatuses: list("ContainerStatus"),
    message: optional("string"),
    nodeAllocatableResourceClaimStatuses: list("NodeAllocatableResourceClaimStatus"),
    nominatedNodeName: optional("string"),
    observedGeneration: optional("int64"),
    phase: optional("string"),
    podIP: optional("string"),
    podIPs: list("PodIP", { mergeKey: "ip" }),
    qosClass: optional("string"),
    reason: optional("string"),
    resize: optional("string"),
    resourceClaimStatuses: list("PodResourceClaimStatus", { mergeKey: "name", retainKeys: true }),
    resources: optional("ResourceRequirements"),
    startTime: pointer("timestamp"),
  },
  PodCondition: {
    lastProbeTime: required("timestamp"),
    lastTransitionTime: required("timestamp"),
    message: optional("string"),
    observedGeneration: optional("int64"),
    reason: optional("string"),
    status: required("string"),
    type: required("string"),
  },
  ContainerStatus: {
    name: required("string"),
    allocatedResources: map("quantity"),
    allocatedResourcesStatus: list("ResourceStatus", { mergeKey: "name" }),
    containerID: optional("string"),
    image: required("string"),
    imageID: required("string"),
    lastState: required("ContainerState"),
    ready: required("bool"),
    resources: optional("ResourceRequirements"),
    restartCount: required("int32"),
    started: pointer("bool"),
    state: required("ContainerState"),
    stopSignal: pointer("string"),
    user: optional("ContainerUser"),
    volumeMounts: list("VolumeMountStatus", { mergeKey: "mountPath" }),
  },
  ContainerState: {
    running: optional("ContainerStateRunning"),
    terminated: optional("ContainerStateTerminated"),
    waiting: optional("ContainerStateWaiting"),
  },
  ContainerStateRunning: {
    startedAt: required("timestamp"),
  },
  ContainerStateTerminated: {
    containerID: optional("string"),
    exitCode: required("int32"),
    finishedAt: required("timestamp"),
    message: optional("string"),
    reason: optional("string"),
    signal: optional("int32"),
    startedAt: required("timestamp"),
  },
  ContainerStateWaiting: {
    message: optional("string"),
    reason: optional("string"),
  },
  ContainerUser: {
    linux: optional("LinuxContainerUser"),
  },
  LinuxContainerUser: {
    gid: required("int64"),
    supplementalGroups: list("int64"),
    uid: required("int64"),
  },
  ResourceStatus: {
    name: required("string"),
    resources: list("ResourceHealth"),
  },
  ResourceHealth: {
    health: optional("string"),
    resourceID: required("string"),
  },
  VolumeMountStatus: {
    name: required("string"),
    mountPath: required("string"),
    readOnly: optional("bool"),
    recursiveReadOnly: pointer("string"),
    volumeStatus: optional("VolumeStatus"),
  },
  VolumeStatus: {
    image: optional("ImageVolumeStatus"),
  },
  ImageVolumeStatus: {
    imageRef: required("string"),
  },
  HostIP: {
    ip: required("string"),
  },
  PodIP: {
    ip: required("string"),
  },
  PodResourceClaimStatus: {
    name: required("string"),
    resourceClaimName: pointer("string"),
  },
  PodExtendedResourceClaimStatus: {
    requestMappings: requiredList("ContainerExtendedResourceRequest"),
    resourceClaimName: required("string"),
  },
  ContainerExtendedResourceRequest: {
    containerName: required("string"),
    requestName: required("string"),
    resourceName: required("string"),
  },
  NodeAllocatableResourceClaimStatus: {
    containers: list("string"),
    resourceClaimName: required("string"),
    resources: map("quantity"),
  },
} as const satisfies TypeTable;
