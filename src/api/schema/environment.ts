/** Where the environment of a container comes from. */
import { optional, pointer, required, type TypeTable } from "./field.ts";

export const environmentTypes = {
  EnvVar: {
    name: required("string"),
    value: optional("string"),
    valueFrom: optional("EnvVarSource"),
  },
  EnvVarSource: {
    configMapKeyRef: optional("ConfigMapKeySelector"),
    fieldRef: optional("ObjectFieldSelector"),
    fileKeyRef: optional("FileKeySelector"),
    resourceFieldRef: optional("ResourceFieldSelector"),
    secretKeyRef: optional("SecretKeySelector"),
  },
  EnvFromSource: {
    configMapRef: optional("ConfigMapEnvSource"),
    prefix: optional("string"),
    secretRef: optional("SecretEnvSource"),
  },
  ObjectFieldSelector: {
    apiVersion: optional("string"),
    fieldPath: required("string"),
  },
  ResourceFieldSelector: {
    containerName: optional("string"),
    divisor: required("quantity"),
    resource: required("string"),
  },
  ConfigMapKeySelector: {
    name: optional("string"),
    key: required("string"),
    optional: pointer("bool"),
  },
  SecretKeySelector: {
    name: optional("string"),
    key: required("string"),
    optional: pointer("bool"),
  },
  FileKeySelector: {
    key: required("string"),
    optional: pointer("bool"),
    path: required("string"),
    volumeName: required("string"),
  },
  ConfigMapEnvSource: {
    name: optional("string"),
    optional: pointer("bool"),
  },
  SecretEnvSource: {
    name: optional("string"),
    optional: pointer("bool"),
  },
} as const satisfies TypeTable;
