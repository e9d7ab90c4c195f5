/** The fields of a container. */

import type { ClassedFields, ClassTable } from "./field-class.ts";
import { PORT_LEFT_OUT, RESOURCES_LEFT_OUT } from "./scheduling-classes.ts";

const CONTAINER: ClassedFields = {
  simulated: [
    ...["name", "env", "image", "imagePullPolicy", "lifecycle", "livenessProbe", "ports", "readinessProbe"],
    ...["resources", "restartPolicy", "restartPolicyRules", "startupProbe"],
  ],
  noEffect: [
    ...["args", "command", "envFrom", "resizePolicy", "securityContext", "stdin", "stdinOnce"],
    ...["terminationMessagePath", "terminationMessagePolicy", "tty", "volumeDevices", "volumeMounts", "workingDir"],
  ],
};

export const CONTAINER_CLASSES: ClassTable = {
  Container: CONTAINER,
  // Refused in templates.
  EphemeralContainer: { ...CONTAINER, noEffect: [...(CONTAINER.noEffect ?? []), "targetContainerName"] },
  ContainerPort: { noEffect: ["name", "containerPort", "hostIP", "protocol"], leftOut: PORT_LEFT_OUT },
  ContainerRestartRule: { simulated: ["action", "exitCodes"] },
  ContainerRestartRuleOnExitCodes: { simulated: ["operator", "values"] },
  ResourceRequirements: { leftOut: RESOURCES_LEFT_OUT },
  EnvVar: { simulated: ["valueFrom"], noEffect: ["name", "value"] },
  EnvVarSource: {
    simulated: ["configMapKeyRef"],
    noEffect: ["fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"],
  },
  ConfigMapKeySelector: { simulated: ["name", "optional"], noEffect: ["key"] },
  Lifecycle: {
    simulated: ["postStart", "preStop"],
    leftOut: {
      stopSignal: {
        real: "send this signal in place of SIGTERM, so that a container that does not handle it ends with another code",
        when: (value) => value !== "SIGTERM",
      },
    },
  },
  LifecycleHandler: { simulated: ["exec", "httpGet", "sleep", "tcpSocket"] },
  ExecAction: { simulated: ["command"] },
  // How a request ends is part of the behaviour of its container.
  HTTPGetAction: { noEffect: ["host", "httpHeaders", "path", "port", "scheme"] },
  TCPSocketAction: { noEffect: ["host", "port"] },
  SleepAction: { simulated: ["seconds"] },
  Probe: {
    simulated: [
      ...["failureThreshold", "initialDelaySeconds", "periodSeconds", "successThreshold"],
      "terminationGracePeriodSeconds",
    ],
    // Whether a probe succeeds is part of the behaviour of its container.
    noEffect: ["exec", "grpc", "httpGet", "tcpSocket", "timeoutSeconds"],
  },
};
