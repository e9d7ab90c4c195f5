/**
 * What only we know of the types of the API, over what the typed client of Kubernetes publishes of them: which fields
 * there are for us, in the order of the Go types, and how Go and strategic merge patches treat each.
 *
 * A field is a word: `name` alone may be left out, and its zero is its absence; `name*` is a pointer, whose zero is
 * kept; `name!` is always there. `[key]` says by which field a list is merged, `+` that it is merged as a set, `$`
 * that a patch may retain keys. `name:type`, `name:type[]` and `name:type{}` give the type where the client has none,
 * or a text where there is an amount.
 */

/** A type. */
export interface TypeOverlay {
  /** The client's model, if it is not called as the type is, with V1 before; none where the client is too old. */
  readonly model?: string | undefined;
  /** Words, separated by blanks. */
  readonly fields: readonly string[];
  /** One sentence for people, by field. */
  readonly docs?: Readonly<Record<string, string>>;
}

/** Types by the API group whose documents have them. */
export const OVERLAY: Readonly<Record<string, Readonly<Record<string, TypeOverlay>>>> = {
  meta: {
    ObjectMeta: {
      fields: [
        "name generateName namespace selfLink uid resourceVersion generation creationTimestamp",
        "deletionTimestamp* deletionGracePeriodSeconds* labels annotations ownerReferences[uid]",
        "finalizers+ managedFields",
      ],
      docs: {
        name: "Unique among the objects of a kind in a namespace; cannot change.",
        generateName: "Prefix from which the server makes a name where none is given.",
        namespace: "The namespace that the object lives in; cannot change.",
        selfLink: "No longer filled in.",
        uid: "Identity of this very object; a later one of the same name has another.",
        resourceVersion: "Changes with every write; a write that names an old one is refused.",
        generation: "Counts changes of the spec, from 1; set by the server.",
        creationTimestamp: "When the server accepted the object.",
        deletionTimestamp: "When the object is due to go; set by the server on a delete.",
        deletionGracePeriodSeconds: "How long a graceful deletion may take, in seconds.",
        labels: "Keys and values by which objects are selected.",
        annotations: "Keys and values for tools; not selectable.",
        ownerReferences: "Objects that this one depends on; it is collected when all of them are gone.",
        finalizers: "Tasks to finish before the object may go; it stays while the list has entries.",
        managedFields: "Which client set which fields; this server keeps no such record.",
      },
    },
    OwnerReference: {
      fields: ["apiVersion! kind! name! uid! controller* blockOwnerDeletion*"],
      docs: {
        apiVersion: "Group and version of the owner.",
        kind: "Kind of the owner.",
        name: "Name of the owner, in the same namespace.",
        uid: "UID of the owner.",
        controller: "Whether the owner manages the object; at most one owner does.",
        blockOwnerDeletion: "Whether foreground deletion of the owner waits for this object.",
      },
    },
    ManagedFieldsEntry: {
      fields: ["manager operation apiVersion time* fieldsType fieldsV1 subresource"],
    },
    LabelSelector: {
      fields: ["matchLabels matchExpressions"],
      docs: {
        matchLabels: "Labels that an object must have with exactly these values.",
        matchExpressions: "Further requirements; all must hold.",
      },
    },
    LabelSelectorRequirement: {
      fields: ["key! operator! values"],
      docs: {
        key: "The label that the requirement is about.",
        operator: "In, NotIn, Exists or DoesNotExist.",
        values: "Values for In and NotIn; empty for the others.",
      },
    },
  },
  batch: {
    Job: {
      fields: ["apiVersion kind metadata! spec! status!"],
      docs: {
        apiVersion: "Always batch/v1.",
        kind: "Always Job.",
        metadata: "Name, labels and what the server knows of every object.",
        spec: "What is to run, how often, and when to give up.",
        status: "What the controller wrote last; only the status subresource writes it.",
      },
    },
    JobSpec: {
      fields: [
        "parallelism* completions* activeDeadlineSeconds* podFailurePolicy successPolicy backoffLimit*",
        "backoffLimitPerIndex* maxFailedIndexes* selector manualSelector* template!",
        "ttlSecondsAfterFinished* completionMode* suspend* podReplacementPolicy* managedBy*",
      ],
      docs: {
        parallelism: "Most pods that may be active at once, from 0; 1 if absent.",
        completions: "Successes needed, from 0; absent with parallelism set: one success ends a work queue.",
        activeDeadlineSeconds: "The Job fails once it was active for this long, from 0; no limit if absent.",
        podFailurePolicy: "Rules that decide what a failed pod means; cannot change.",
        successPolicy: "Rules that call the Job done before all indexes succeeded; Indexed only.",
        backoffLimit: "Failed pods after which the Job fails, from 0; 6, or no limit with a limit per index.",
        backoffLimitPerIndex: "Failed pods after which one index fails, from 0; Indexed only; cannot change.",
        maxFailedIndexes: "Failed indexes, from 0, beyond which the whole Job fails; needs backoffLimitPerIndex.",
        selector: "Selects the pods of the Job; generated unless manualSelector is true.",
        manualSelector: "Whether the user takes care that selector and labels are unique; false if absent.",
        template: "The pods to create; restartPolicy must be Never or OnFailure.",
        ttlSecondsAfterFinished: "A finished Job is deleted this long after it finished, from 0; kept if absent.",
        completionMode: "NonIndexed: any success counts; Indexed: each index from 0 must succeed once.",
        suspend: "While true no pods are created, and running ones are deleted; false if absent.",
        podReplacementPolicy: "When a pod is replaced: TerminatingOrFailed at once, Failed when it has ended.",
        managedBy: "Another controller that manages the Job, as domain/path; cannot change.",
      },
    },
    PodFailurePolicy: {
      fields: ["rules!"],
      docs: { rules: "At most 20 rules; the first that matches a failed pod decides." },
    },
    PodFailurePolicyRule: {
      fields: ["action! onExitCodes onPodConditions"],
      docs: {
        action: "FailJob, FailIndex, Ignore or Count.",
        onExitCodes: "Matches by the exit codes of containers.",
        onPodConditions: "Matches where the pod has one of these conditions, at most 20.",
      },
    },
    PodFailurePolicyOnExitCodesRequirement: {
      fields: ["containerName* operator! values!"],
      docs: {
        containerName: "The container to look at; all if absent.",
        operator: "In: a listed code matches; NotIn: any other failure does.",
        values: "1 to 255 exit codes, ascending; In cannot list 0.",
      },
    },
    PodFailurePolicyOnPodConditionsPattern: {
      fields: ["type! status!"],
      docs: { type: "The type of the condition.", status: "The status it must have; True if absent." },
    },
    SuccessPolicy: {
      fields: ["rules!"],
      docs: { rules: "1 to 20 rules; the first that is met ends the Job with success." },
    },
    SuccessPolicyRule: {
      fields: ["succeededIndexes* succeededCount*"],
      docs: {
        succeededIndexes: "Indexes that must succeed, such as 0,2-4.",
        succeededCount: "How many of these indexes (or of all) must succeed.",
      },
    },
    JobStatus: {
      fields: [
        "conditions[type] startTime* completionTime* active succeeded failed terminating*",
        "completedIndexes failedIndexes* uncountedTerminatedPods ready*",
      ],
      docs: {
        conditions: "Suspended, Complete, Failed and what leads up to them.",
        startTime: "When the controller first saw the Job unsuspended; cleared when it is suspended.",
        completionTime: "When the Job completed; never set for a failed Job.",
        active: "Pods that are pending or running and not being deleted.",
        succeeded: "Pods that succeeded, or completed indexes of an Indexed Job.",
        failed: "Pods that failed and were counted; never decreases.",
        terminating: "Pods that are being deleted and have not ended.",
        completedIndexes: "Indexes that succeeded, such as 1,3-5,7.",
        failedIndexes: "Indexes that failed for good; only with backoffLimitPerIndex.",
        uncountedTerminatedPods: "Pods that ended but are not in the counters yet.",
        ready: "Active pods whose condition Ready is true.",
      },
    },
    JobCondition: {
      fields: ["type! status! lastProbeTime! lastTransitionTime! reason message"],
      docs: {
        type: "What the condition is about.",
        status: "True, False or Unknown.",
        lastProbeTime: "When the condition was last looked at.",
        lastTransitionTime: "When its status last changed.",
        reason: "One word that says why.",
        message: "A sentence that says why.",
      },
    },
    UncountedTerminatedPods: {
      fields: ["succeeded failed"],
      docs: { succeeded: "UIDs of pods that succeeded.", failed: "UIDs of pods that failed." },
    },
    CronJob: {
      fields: ["apiVersion kind metadata! spec! status!"],
      docs: {
        apiVersion: "Always batch/v1.",
        kind: "Always CronJob.",
        metadata: "Name, labels and what the server knows of every object.",
        spec: "When Jobs are made, of what kind, and what happens to them.",
        status: "What the controller wrote last; only the status subresource writes it.",
      },
    },
    CronJobSpec: {
      fields: [
        "schedule! timeZone* startingDeadlineSeconds* concurrencyPolicy suspend* jobTemplate!",
        "successfulJobsHistoryLimit* failedJobsHistoryLimit*",
      ],
      docs: {
        schedule: "Minute, hour, day of month, month, day of week; or @hourly and the like.",
        timeZone: "Zone of the schedule, such as Europe/Berlin; that of the controller if absent.",
        startingDeadlineSeconds: "How late a run may begin, from 0; no limit if absent.",
        concurrencyPolicy: "Allow, Forbid or Replace, for a run whose forerunner is still there.",
        suspend: "While true no run begins; false if absent.",
        jobTemplate: "The Jobs to create.",
        successfulJobsHistoryLimit: "How many Jobs that succeeded are kept, from 0; 3 if absent.",
        failedJobsHistoryLimit: "How many Jobs that failed are kept, from 0; 1 if absent.",
      },
    },
    JobTemplateSpec: {
      fields: ["metadata! spec!"],
      docs: {
        metadata: "Labels and annotations of the Jobs; everything else is ignored.",
        spec: "The spec of the Jobs.",
      },
    },
    CronJobStatus: {
      fields: ["active lastScheduleTime* lastSuccessfulTime*"],
      docs: {
        active: "The Jobs that run.",
        lastScheduleTime: "The time for which a Job was made last.",
        lastSuccessfulTime: "When a Job completed last.",
      },
    },
  },
  core: {
    ObjectReference: {
      fields: ["kind namespace name uid apiVersion resourceVersion fieldPath"],
    },
    Pod: {
      fields: ["apiVersion kind metadata! spec! status!"],
      docs: {
        apiVersion: "Always v1.",
        kind: "Always Pod.",
        metadata: "Name, labels and what the server knows of every object.",
        spec: "What is to run, and how.",
        status: "What the kubelet reported last; only the status subresource writes it.",
      },
    },
    PodTemplateSpec: {
      fields: ["metadata! spec!"],
      docs: {
        metadata: "Labels, annotations and finalizers of the pods; everything else is ignored.",
        spec: "The spec of the pods.",
      },
    },
    PodSpec: {
      fields: [
        "activeDeadlineSeconds* affinity automountServiceAccountToken* containers![name] dnsConfig",
        "dnsPolicy enableServiceLinks* ephemeralContainers[name] hostAliases[ip] hostIPC hostNetwork",
        "hostPID hostUsers* hostname hostnameOverride* imagePullSecrets[name] initContainers[name]",
        "nodeName nodeSelector os overhead:quantity{} preemptionPolicy* priority* priorityClassName",
        "readinessGates resourceClaims[name]$ resources restartPolicy runtimeClassName* schedulerName",
        "schedulingGates[name] schedulingGroup:PodSchedulingGroup securityContext serviceAccount",
        "serviceAccountName setHostnameAsFQDN* shareProcessNamespace* subdomain",
        "terminationGracePeriodSeconds* tolerations topologySpreadConstraints[topologyKey] volumes[name]$",
      ],
    },
    PodSchedulingGroup: {
      fields: ["podGroupName:string*"],
    },
    PodDNSConfig: {
      fields: ["nameservers options searches"],
    },
    PodDNSConfigOption: {
      fields: ["name value*"],
    },
    HostAlias: {
      fields: ["hostnames ip!"],
    },
    LocalObjectReference: {
      fields: ["name"],
    },
    PodOS: {
      fields: ["name!"],
    },
    PodReadinessGate: {
      fields: ["conditionType!"],
    },
    PodResourceClaim: {
      fields: ["name! resourceClaimName* resourceClaimTemplateName*"],
    },
    PodSchedulingGate: {
      fields: ["name!"],
    },
    Container: {
      fields: [
        "name! args command env[name] envFrom image imagePullPolicy lifecycle livenessProbe",
        "ports[containerPort] readinessProbe resizePolicy resources! restartPolicy* restartPolicyRules",
        "securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty",
        "volumeDevices[devicePath] volumeMounts[mountPath] workingDir",
      ],
    },
    EphemeralContainer: {
      fields: [
        "name! args command env[name] envFrom image imagePullPolicy lifecycle livenessProbe",
        "ports[containerPort] readinessProbe resizePolicy resources! restartPolicy* restartPolicyRules",
        "securityContext startupProbe stdin stdinOnce targetContainerName terminationMessagePath",
        "terminationMessagePolicy tty volumeDevices[devicePath] volumeMounts[mountPath] workingDir",
      ],
    },
    ContainerPort: {
      fields: ["name containerPort! hostIP hostPort protocol"],
    },
    ContainerResizePolicy: {
      fields: ["resourceName! restartPolicy!"],
    },
    ContainerRestartRule: {
      fields: ["action! exitCodes"],
    },
    ContainerRestartRuleOnExitCodes: {
      fields: ["operator! values"],
    },
    ResourceRequirements: {
      fields: ["claims limits:quantity{} requests:quantity{}"],
    },
    ResourceClaim: {
      model: "CoreV1ResourceClaim",
      fields: ["name! request"],
    },
    VolumeDevice: {
      fields: ["name! devicePath!"],
    },
    VolumeMount: {
      fields: ["name! mountPath! mountPropagation* readOnly recursiveReadOnly* subPath subPathExpr"],
    },
    Lifecycle: {
      fields: ["postStart preStop stopSignal*"],
    },
    LifecycleHandler: {
      fields: ["exec httpGet sleep tcpSocket"],
    },
    Probe: {
      fields: [
        "exec failureThreshold grpc httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket",
        "terminationGracePeriodSeconds* timeoutSeconds",
      ],
    },
    ExecAction: {
      fields: ["command"],
    },
    HTTPGetAction: {
      fields: ["host httpHeaders path port! scheme"],
    },
    HTTPHeader: {
      fields: ["name! value!"],
    },
    TCPSocketAction: {
      fields: ["host port!"],
    },
    GRPCAction: {
      fields: ["port! service*"],
    },
    SleepAction: {
      fields: ["seconds!"],
    },
    EnvVar: {
      fields: ["name! value valueFrom"],
    },
    EnvVarSource: {
      fields: ["configMapKeyRef fieldRef fileKeyRef resourceFieldRef secretKeyRef"],
    },
    EnvFromSource: {
      fields: ["configMapRef prefix secretRef"],
    },
    ObjectFieldSelector: {
      fields: ["apiVersion fieldPath!"],
    },
    ResourceFieldSelector: {
      fields: ["containerName divisor:quantity! resource!"],
    },
    ConfigMapKeySelector: {
      fields: ["name key! optional*"],
    },
    SecretKeySelector: {
      fields: ["name key! optional*"],
    },
    FileKeySelector: {
      fields: ["key! optional* path! volumeName!"],
    },
    ConfigMapEnvSource: {
      fields: ["name optional*"],
    },
    SecretEnvSource: {
      fields: ["name optional*"],
    },
    Affinity: {
      fields: ["nodeAffinity podAffinity podAntiAffinity"],
    },
    NodeAffinity: {
      fields: ["preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution"],
    },
    NodeSelector: {
      fields: ["nodeSelectorTerms!"],
    },
    NodeSelectorTerm: {
      fields: ["matchExpressions matchFields"],
    },
    NodeSelectorRequirement: {
      fields: ["key! operator! values"],
    },
    PreferredSchedulingTerm: {
      fields: ["preference! weight!"],
    },
    PodAffinity: {
      fields: ["preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution"],
    },
    PodAntiAffinity: {
      fields: ["preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution"],
    },
    PodAffinityTerm: {
      fields: ["labelSelector matchLabelKeys mismatchLabelKeys namespaceSelector namespaces topologyKey!"],
    },
    WeightedPodAffinityTerm: {
      fields: ["podAffinityTerm! weight!"],
    },
    Toleration: {
      fields: ["effect key operator tolerationSeconds* value"],
    },
    TopologySpreadConstraint: {
      fields: [
        "labelSelector matchLabelKeys maxSkew! minDomains* nodeAffinityPolicy* nodeTaintsPolicy*",
        "topologyKey! whenUnsatisfiable!",
      ],
    },
    PodSecurityContext: {
      fields: [
        "appArmorProfile fsGroup* fsGroupChangePolicy* runAsGroup* runAsNonRoot* runAsUser*",
        "seLinuxChangePolicy* seLinuxOptions seccompProfile supplementalGroups supplementalGroupsPolicy*",
        "sysctls windowsOptions",
      ],
    },
    SecurityContext: {
      fields: [
        "allowPrivilegeEscalation* appArmorProfile capabilities privileged* procMount*",
        "readOnlyRootFilesystem* runAsGroup* runAsNonRoot* runAsUser* seLinuxOptions seccompProfile",
        "windowsOptions",
      ],
    },
    AppArmorProfile: {
      fields: ["localhostProfile* type!"],
    },
    Capabilities: {
      fields: ["add drop"],
    },
    SELinuxOptions: {
      fields: ["level role type user"],
    },
    SeccompProfile: {
      fields: ["localhostProfile* type!"],
    },
    Sysctl: {
      fields: ["name! value!"],
    },
    WindowsSecurityContextOptions: {
      fields: ["gmsaCredentialSpec* gmsaCredentialSpecName* hostProcess* runAsUserName*"],
    },
    Volume: {
      fields: [
        "name! awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir",
        "ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs",
        "persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO secret",
        "storageos vsphereVolume",
      ],
    },
    EmptyDirVolumeSource: {
      fields: ["medium sizeLimit:quantity*"],
    },
    HostPathVolumeSource: {
      fields: ["path! type*"],
    },
    ConfigMapVolumeSource: {
      fields: ["name defaultMode* items optional*"],
    },
    SecretVolumeSource: {
      fields: ["defaultMode* items optional* secretName"],
    },
    DownwardAPIVolumeSource: {
      fields: ["defaultMode* items"],
    },
    DownwardAPIVolumeFile: {
      fields: ["fieldRef mode* path! resourceFieldRef"],
    },
    KeyToPath: {
      fields: ["key! mode* path!"],
    },
    ProjectedVolumeSource: {
      fields: ["defaultMode* sources"],
    },
    VolumeProjection: {
      fields: ["clusterTrustBundle configMap downwardAPI podCertificate secret serviceAccountToken"],
    },
    ConfigMapProjection: {
      fields: ["name items optional*"],
    },
    SecretProjection: {
      fields: ["name items optional*"],
    },
    DownwardAPIProjection: {
      fields: ["items"],
    },
    ServiceAccountTokenProjection: {
      fields: ["audience expirationSeconds* path!"],
    },
    ClusterTrustBundleProjection: {
      fields: ["name* labelSelector optional* path! signerName*"],
    },
    PodCertificateProjection: {
      fields: [
        "certificateChainPath credentialBundlePath keyPath keyType! maxExpirationSeconds* signerName!",
        "userAnnotations:string{}",
      ],
    },
    PersistentVolumeClaimVolumeSource: {
      fields: ["claimName! readOnly"],
    },
    EphemeralVolumeSource: {
      fields: ["volumeClaimTemplate"],
    },
    PersistentVolumeClaimTemplate: {
      fields: ["metadata! spec!"],
    },
    PersistentVolumeClaimSpec: {
      fields: [
        "accessModes dataSource dataSourceRef resources! selector storageClassName*",
        "volumeAttributesClassName* volumeMode* volumeName",
      ],
    },
    VolumeResourceRequirements: {
      fields: ["limits:quantity{} requests:quantity{}"],
    },
    TypedLocalObjectReference: {
      fields: ["name! apiGroup* kind!"],
    },
    TypedObjectReference: {
      fields: ["name! apiGroup* kind! namespace*"],
    },
    ImageVolumeSource: {
      fields: ["pullPolicy reference"],
    },
    NFSVolumeSource: {
      fields: ["path! readOnly server!"],
    },
    CSIVolumeSource: {
      fields: ["driver! fsType* nodePublishSecretRef readOnly* volumeAttributes"],
    },
    ISCSIVolumeSource: {
      fields: [
        "chapAuthDiscovery chapAuthSession fsType initiatorName* iqn! iscsiInterface lun! portals",
        "readOnly secretRef targetPortal!",
      ],
    },
    FCVolumeSource: {
      fields: ["fsType lun* readOnly targetWWNs wwids"],
    },
    RBDVolumeSource: {
      fields: ["fsType image! keyring monitors! pool readOnly secretRef user"],
    },
    CephFSVolumeSource: {
      fields: ["monitors! path readOnly secretFile secretRef user"],
    },
    CinderVolumeSource: {
      fields: ["fsType readOnly secretRef volumeID!"],
    },
    GlusterfsVolumeSource: {
      fields: ["endpoints! path! readOnly"],
    },
    AWSElasticBlockStoreVolumeSource: {
      fields: ["fsType partition readOnly volumeID!"],
    },
    AzureDiskVolumeSource: {
      fields: ["cachingMode* diskName! diskURI! fsType* kind* readOnly*"],
    },
    AzureFileVolumeSource: {
      fields: ["readOnly secretName! shareName!"],
    },
    GCEPersistentDiskVolumeSource: {
      fields: ["fsType partition pdName! readOnly"],
    },
    VsphereVirtualDiskVolumeSource: {
      fields: ["fsType storagePolicyID storagePolicyName volumePath!"],
    },
    PhotonPersistentDiskVolumeSource: {
      fields: ["fsType pdID!"],
    },
    PortworxVolumeSource: {
      fields: ["fsType readOnly volumeID!"],
    },
    ScaleIOVolumeSource: {
      fields: [
        "fsType gateway! protectionDomain readOnly secretRef! sslEnabled storageMode storagePool system!",
        "volumeName",
      ],
    },
    StorageOSVolumeSource: {
      fields: ["fsType readOnly secretRef volumeName volumeNamespace"],
    },
    QuobyteVolumeSource: {
      fields: ["group readOnly registry! tenant user volume!"],
    },
    FlexVolumeSource: {
      fields: ["driver! fsType options readOnly secretRef"],
    },
    FlockerVolumeSource: {
      fields: ["datasetName datasetUUID"],
    },
    GitRepoVolumeSource: {
      fields: ["directory repository! revision"],
    },
    PodStatus: {
      fields: [
        "allocatedResources:quantity{} conditions[type] containerStatuses ephemeralContainerStatuses",
        "extendedResourceClaimStatus hostIP hostIPs initContainerStatuses message",
        "nodeAllocatableResourceClaimStatuses:NodeAllocatableResourceClaimStatus[] nominatedNodeName",
        "observedGeneration phase podIP podIPs[ip] qosClass reason resize resourceClaimStatuses[name]$",
        "resources:ResourceRequirements startTime*",
      ],
    },
    PodCondition: {
      fields: ["lastProbeTime! lastTransitionTime! message observedGeneration reason status! type!"],
    },
    ContainerStatus: {
      fields: [
        "name! allocatedResources:quantity{} allocatedResourcesStatus[name] containerID image! imageID!",
        "lastState! ready! resources restartCount! started* state! stopSignal* user",
        "volumeMounts[mountPath]",
      ],
    },
    ContainerState: {
      fields: ["running terminated waiting"],
    },
    ContainerStateRunning: {
      fields: ["startedAt!"],
    },
    ContainerStateTerminated: {
      fields: ["containerID exitCode! finishedAt! message reason signal startedAt!"],
    },
    ContainerStateWaiting: {
      fields: ["message reason"],
    },
    ContainerUser: {
      fields: ["linux"],
    },
    LinuxContainerUser: {
      fields: ["gid! supplementalGroups uid!"],
    },
    ResourceStatus: {
      fields: ["name! resources"],
    },
    ResourceHealth: {
      fields: ["health resourceID!"],
    },
    VolumeMountStatus: {
      fields: ["name! mountPath! readOnly recursiveReadOnly* volumeStatus:VolumeStatus"],
    },
    VolumeStatus: {
      fields: ["image:ImageVolumeStatus"],
    },
    ImageVolumeStatus: {
      fields: ["imageRef:string!"],
    },
    HostIP: {
      fields: ["ip!"],
    },
    PodIP: {
      fields: ["ip!"],
    },
    PodResourceClaimStatus: {
      fields: ["name! resourceClaimName*"],
    },
    PodExtendedResourceClaimStatus: {
      fields: ["requestMappings! resourceClaimName!"],
    },
    ContainerExtendedResourceRequest: {
      fields: ["containerName! requestName! resourceName!"],
    },
    NodeAllocatableResourceClaimStatus: {
      fields: ["containers:string[] resourceClaimName:string! resources:quantity{}"],
    },
    Event: {
      model: "CoreV1Event",
      fields: [
        "apiVersion kind metadata! involvedObject! reason message source! firstTimestamp! lastTimestamp!",
        "count type eventTime! series* action related* reportingComponent! reportingInstance!",
      ],
    },
    EventSource: {
      fields: ["component host"],
    },
    EventSeries: {
      model: "CoreV1EventSeries",
      fields: ["count lastObservedTime!"],
    },
    Namespace: {
      fields: ["apiVersion kind metadata! spec! status!"],
    },
    NamespaceSpec: {
      fields: ["finalizers"],
    },
    NamespaceStatus: {
      fields: ["phase conditions[type]"],
    },
    NamespaceCondition: {
      fields: ["type! status! lastTransitionTime! reason message"],
    },
  },
  events: {
    EventsV1Event: {
      model: "EventsV1Event",
      fields: [
        "apiVersion kind metadata! eventTime! series:EventSeries* reportingController reportingInstance",
        "action reason regarding! related* note type deprecatedSource! deprecatedFirstTimestamp!",
        "deprecatedLastTimestamp! deprecatedCount",
      ],
    },
  },
};
