/** What differs between Kubernetes releases in the kubelet, as named switches (semantics 11, section 14). */

export interface KubeletSwitches {
  /** Whether a container may have a restart policy and rules of its own. */
  readonly containerRestartRules: boolean;
  /** Whether a rule may restart all containers of the pod. */
  readonly restartAllContainers: boolean;
  /** When a refused restart is tried again: at the end of its back-off, or every 10 seconds. */
  readonly backOffRetry: "atEnd" | "10s";
  /** Whether a pod gets a terminal phase before it is removed. */
  readonly terminalPhaseBeforeRemoval: boolean;
  /** Whether a main container that ever ran makes `Initialized` true for good. */
  readonly initializedByMain: boolean;
  /** Whether the condition `PodReadyToStartContainers` is reported. */
  readonly readyToStartContainers: boolean;
  /** Whether that condition turns true as soon as the sandbox is up, not at the next sync. */
  readonly sandboxReadyAtOnce: boolean;
  /** Whether side-cars are stopped after the mains, last one first. */
  readonly orderedTermination: boolean;
  /** What decides that a pod is past its side-cars' start: records of the current sandbox, or states of the mains. */
  readonly pendingSidecars: "sandboxRecords" | "mainStates";
  /** Whether `ImagePullBackOff` reports the error of the last attempt. */
  readonly imagePullBackOffError: boolean;
  /** Words of the Events `Created` and `Started`. */
  readonly startEventText: "plain" | "colon" | "short";
  /** What `Pulled` says of an image that is there: its credentials are verified or not. */
  readonly presentImageText: "present" | "presentAndAllowed";
  /** Whether `Pulled` reports the size of the image. */
  readonly pulledImageSize: boolean;
  /** Whether messages of back-offs and hooks name the container and leave details out. */
  readonly eventNames: boolean;
  /** How the message of a pod begins that the kubelet does not take. */
  readonly rejectionText: "bare" | "rejected";
  /** Whether a rejection says what about the node did not fit, beside the name of the predicate. */
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
