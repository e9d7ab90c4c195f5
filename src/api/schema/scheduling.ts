/** Which nodes a pod may or should run on. */
import { list, optional, pointer, required, requiredList, type TypeTable } from "./field.ts";

export const schedulingTypes = {
  Affinity: {
    nodeAffinity: optional("NodeAffinity"),
    podAffinity: optional("PodAffinity"),
    podAntiAffinity: optional("PodAntiAffinity"),
  },
  NodeAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: list("PreferredSchedulingTerm"),
    requiredDuringSchedulingIgnoredDuringExecution: optional("NodeSelector"),
  },
  NodeSelector: {
    nodeSelectorTerms: requiredList("NodeSelectorTerm"),
  },
  NodeSelectorTerm: {
    matchExpressions: list("NodeSelectorRequirement"),
    matchFields: list("NodeSelectorRequirement"),
  },
  NodeSelectorRequirement: {
    key: required("string"),
    operator: required("string"),
    values: list("string"),
  },
  PreferredSchedulingTerm: {
    preference: required("NodeSelectorTerm"),
    weight: required("int32"),
  },
  PodAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: list("WeightedPodAffinityTerm"),
    requiredDuringSchedulingIgnoredDuringExecution: list("PodAffinityTerm"),
  },
  PodAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: list("WeightedPodAffinityTerm"),
    requiredDuringSchedulingIgnoredDuringExecution: list("PodAffinityTerm"),
  },
  PodAffinityTerm: {
    labelSelector: optional("LabelSelector"),
    matchLabelKeys: list("string"),
    mismatchLabelKeys: list("string"),
    namespaceSelector: optional("LabelSelector"),
    namespaces: list("string"),
    topologyKey: required("string"),
  },
  WeightedPodAffinityTerm: {
    podAffinityTerm: required("PodAffinityTerm"),
    weight: required("int32"),
  },
  Toleration: {
    effect: optional("string"),
    key: optional("string"),
    operator: optional("string"),
    tolerationSeconds: pointer("int64"),
    value: optional("string"),
  },
  TopologySpreadConstraint: {
    labelSelector: optional("LabelSelector"),
    matchLabelKeys: list("string"),
    maxSkew: required("int32"),
    minDomains: pointer("int32"),
    nodeAffinityPolicy: pointer("string"),
    nodeTaintsPolicy: pointer("string"),
    topologyKey: required("string"),
    whenUnsatisfiable: required("string"),
  },
} as const satisfies TypeTable;
