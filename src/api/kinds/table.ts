/** The table of kinds: those that every API server has; a plan may add its own. */

import { CERTIFICATE_SIGNING_REQUEST } from "./certificate-signing-request.ts";
import { CRON_JOB } from "./cron-job.ts";
import { CUSTOM_RESOURCE_DEFINITION } from "./custom-resource-definition.ts";
import { EVENT, EVENTS_V1_EVENT } from "./event.ts";
import { HORIZONTAL_POD_AUTOSCALER } from "./horizontal-pod-autoscaler.ts";
import { KEPT_KINDS } from "./kept-kinds.ts";
import type { AnyKind } from "./kind.ts";
import { LEASE } from "./lease.ts";
import { LIMIT_RANGE } from "./limit-range.ts";
import { NAMESPACE } from "./namespace.ts";
import { NODE } from "./node.ts";
import { POD_DISRUPTION_BUDGET } from "./pod-disruption-budget.ts";
import {
  CONFIG_MAP,
  PERSISTENT_VOLUME_CLAIM,
  PRIORITY_CLASS,
  RESOURCE_QUOTA,
  SECRET,
  SERVICE,
  SERVICE_ACCOUNT,
} from "./simple-kinds.ts";
import { MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from "./webhook-configurations.ts";
import { JOB, POD } from "./workloads.ts";

/** The kinds of every API server. */
export const KINDS: readonly AnyKind[] = [
  JOB,
  CRON_JOB,
  POD,
  NAMESPACE,
  NODE,
  EVENT,
  EVENTS_V1_EVENT,
  CONFIG_MAP,
  SECRET,
  SERVICE_ACCOUNT,
  SERVICE,
  PERSISTENT_VOLUME_CLAIM,
  RESOURCE_QUOTA,
  LIMIT_RANGE,
  LEASE,
  PRIORITY_CLASS,
  POD_DISRUPTION_BUDGET,
  CUSTOM_RESOURCE_DEFINITION,
  MUTATING_WEBHOOKS,
  VALIDATING_WEBHOOKS,
  CERTIFICATE_SIGNING_REQUEST,
  HORIZONTAL_POD_AUTOSCALER,
  ...KEPT_KINDS,
];
