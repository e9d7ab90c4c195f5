/** With which rights a pod and its containers run. */
import { list, optional, pointer, required, type TypeTable } from "./field.ts";

export const securityTypes = {
  PodSecurityContext: {
    appArmorProfile: optional("AppArmorProfile"),
    fsGroup: pointer("int64"),
    fsGroupChangePolicy: pointer("string"),
    runAsGroup: pointer("int64"),
    runAsNonRoot: pointer("bool"),
    runAsUser: pointer("int64"),
    seLinuxChangePolicy: pointer("string"),
    seLinuxOptions: optional("SELinuxOptions"),
    seccompProfile: optional("SeccompProfile"),
    supplementalGroups: list("int64"),
    supplementalGroupsPolicy: pointer("string"),
    sysctls: list("Sysctl"),
    windowsOptions: optional("WindowsSecurityContextOptions"),
  },
  SecurityContext: {
    allowPrivilegeEscalation: pointer("bool"),
    appArmorProfile: optional("AppArmorProfile"),
    capabilities: optional("Capabilities"),
    privileged: pointer("bool"),
    procMount: pointer("string"),
    readOnlyRootFilesystem: pointer("bool"),
    runAsGroup: pointer("int64"),
    runAsNonRoot: pointer("bool"),
    runAsUser: pointer("int64"),
    seLinuxOptions: optional("SELinuxOptions"),
    seccompProfile: optional("SeccompProfile"),
    windowsOptions: optional("WindowsSecurityContextOptions"),
  },
  AppArmorProfile: {
    localhostProfile: pointer("string"),
    type: required("string"),
  },
  Capabilities: {
    add: list("string"),
    drop: list("string"),
  },
  SELinuxOptions: {
    level: optional("string"),
    role: optional("string"),
    type: optional("string"),
    user: optional("string"),
  },
  SeccompProfile: {
    localhostProfile: pointer("string"),
    type: required("string"),
  },
  Sysctl: {
    name: required("string"),
    value: required("string"),
  },
  WindowsSecurityContextOptions: {
    gmsaCredentialSpec: pointer("string"),
    gmsaCredentialSpecName: pointer("string"),
    hostProcess: pointer("bool"),
    runAsUserName: pointer("string"),
  },
} as const satisfies TypeTable;
