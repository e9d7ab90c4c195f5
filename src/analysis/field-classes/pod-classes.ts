/**
 * The fields of a pod template.
 *
 * What a container does with its command, environment, files and rights is part of its behaviour, so these have no
 * effect. Objects that a template names (Secrets, service accounts, images) are assumed to exist, and so are the paths
 * of nodes; `config` and `image` of a container, and `start` of a pod, override that.
 */

import type { ClassTable } from "./field-class.ts";
import { SCHEDULING_LEFT_OUT } from "./scheduling-classes.ts";

const DISK = { real: "attach the disk to one node before a pod starts, and keep others of its pods waiting elsewhere" };

export const POD_CLASSES: ClassTable = {
  PodSpec: {
    simulated: [
      ...["activeDeadlineSeconds", "containers", "initContainers", "ephemeralContainers", "readinessGates"],
      ...["restartPolicy", "schedulingGates", "terminationGracePeriodSeconds", "tolerations", "volumes"],
    ],
    noEffect: [
      ...["automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks", "hostAliases", "hostIPC"],
      ...["hostPID", "hostUsers", "hostname", "hostnameOverride", "imagePullSecrets", "securityContext"],
      ...["serviceAccount", "serviceAccountName", "setHostnameAsFQDN", "shareProcessNamespace", "subdomain"],
    ],
    leftOut: {
      ...SCHEDULING_LEFT_OUT,
      hostNetwork: {
        real: "take the ports of the containers from the node, so that it has room for one such pod",
        needsNodes: true,
      },
      os: { real: "refuse the pods on nodes with another operating system" },
      runtimeClassName: {
        real: "refuse the pods if there is no such class, and add its overhead to what each takes of its node",
      },
    },
  },
  PodReadinessGate: { simulated: ["conditionType"] },
  PodSchedulingGate: { simulated: ["name"] },
  Toleration: { simulated: ["effect", "key", "operator", "tolerationSeconds", "value"] },
  Volume: {
    simulated: ["name", "emptyDir"],
    // Mounting them is part of the start of a pod.
    noEffect: [
      ...["azureFile", "cephfs", "configMap", "csi", "downwardAPI", "flexVolume", "flocker", "gitRepo", "glusterfs"],
      ...["hostPath", "image", "nfs", "projected", "quobyte", "secret"],
    ],
    leftOut: {
      awsElasticBlockStore: DISK,
      azureDisk: DISK,
      cinder: DISK,
      ephemeral: { real: "leave each pod Pending until its own volume is created and bound" },
      fc: DISK,
      gcePersistentDisk: DISK,
      iscsi: DISK,
      persistentVolumeClaim: {
        real: "leave a pod Pending until the claim is bound, and place it where the volume can be used",
      },
      photonPersistentDisk: DISK,
      portworxVolume: DISK,
      rbd: DISK,
      scaleIO: DISK,
      storageos: DISK,
      vsphereVolume: DISK,
    },
  },
  EmptyDirVolumeSource: {
    noEffect: ["medium"],
    leftOut: { sizeLimit: { real: "evict a pod that writes more than this into the volume" } },
  },
};
