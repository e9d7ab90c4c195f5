/** Differences between Kubernetes releases in the kubelet, as named switches (semantics 11, section 14). */

export interface KubeletSwitches {
  /** Whether a container can have its own restart policy and rules. */
  readonly containerRestartRules: boolean;
  /** Whether a rule can restart all containers of the pod. */
  readonly restartAllContainers: boolean;
  /** When a restart in back-off is retried: at the end of the back-off, or every 10 seconds. */
  readonly backOffRetry: "atEnd" | "10s";
  /** Whether a pod gets a terminal phase before it is removed. */
  readonly terminalPhaseBeforeRemoval: boolean;
  /** Whether `Initialized` stays true once a main container has run. */
  readonly initializedByMain: boolean;
  /** Whether the condition `PodReadyToStartContainers` is reported. */
  readonly readyToStartContainers: boolean;
  /** Whether that condition becomes true as soon as the sandbox is up, not at the next sync. */
  readonly sandboxReadyAtOnce: boolean;
  /** Whether sidecars are stopped after the main containers, in reverse order. */
  readonly orderedTermination: boolean;
  /** What shows that all sidecars have started: records of the current sandbox, or states of the main containers. */
  readonly pendingSidecars: "sandboxRecords" | "mainStates";
  /** Whether `ImagePullBackOff` reports the error of the last attempt. */
  readonly imagePullBackOffError: boolean;
  /** The wording of the Events `Created` and `Started`. */
  readonly startEventText: "plain" | "colon" | "short";
  /** The wording of `Pulled` for a present image: newer releases verify credentials. */
  readonly presentImageText: "present" | "presentAndAllowed";
  /** Whether `Pulled` reports the size of the image. */
  readonly pulledImageSize: boolean;
  /** Whether messages of back-offs and hooks name the container and omit details. */
  readonly eventNames: boolean;
  /** The prefix of the message of a rejected pod. */
  readonly rejectionText: "bare" | "rejected";
  /** Whether a rejection has the reason in addition to the name of the predicate. */
  readonly predicateReason: boolean;
}

/** Kubernetes 1.36. */
export const CURRENT_KUBELET: KubeletSwitches = {
  containerRestartRules: true,
  restartAllContainers: true,
  backOffRetry: "atEnd",
  terminalPhaseBeforeRemoval: true,
  initializedByMain: true,
  readyToStartContainers: true,
  sandboxReadyAtOnce: true,
  orderedTermination: true,
  pendingSidecars: "sandboxRecords",
  imagePullBackOffError: true,
  startEventText: "short",
  presentImageText: "presentAndAllowed",
  pulledImageSize: true,
  eventNames: true,
  rejectionText: "rejected",
  predicateReason: true,
};
