/** What clients of Jobs ask for: ten requests, again and again, of which four write. */

const JOBS = "/apis/batch/v1/namespaces/default/jobs";
const PODS = "/api/v1/namespaces/default/pods";
const MERGE = "application/merge-patch+json";

/** Jobs that are there all the time, and whose status is written by clients. */
export const STANDING = 200;
/** Jobs that come and go: each is deleted after so many others were created, when its pod has ended. */
const LIVING = 400;
/** Watches of everything, as controllers have them; all others are of one Job, or of its pods. */
const INFORMERS = 20;

export interface PacedRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly type?: string;
  readonly code: number;
}

/** The requests that come before all others. */
export function preparations(): readonly PacedRequest[] {
  const standing = Array.from({ length: STANDING }, (_, n) =>
    creation({ ...job(`job-${n}`), spec: { ...spec(), suspend: true, managedBy: "example.com/bench" } }),
  );
  const living = Array.from({ length: LIVING }, (_, n) => creation(job(`run-${n}`)));
  return [...standing, ...living];
}

/** The request with a number. */
export function requestOf(number: number): PacedRequest {
  const round = Math.floor(number / 10);
  const one = `${JOBS}/job-${(number * 7) % STANDING}`;
  switch (number % 10) {
    case 0:
      return creation(job(`run-${round + LIVING}`));
    case 1:
      return { method: "DELETE", path: `${JOBS}/run-${round}?propagationPolicy=Background`, code: 200 };
    case 2:
      return { method: "PATCH", path: one, body: { metadata: { labels: { n: `${round}` } } }, type: MERGE, code: 200 };
    case 3: {
      const status = { ready: 0, active: 0, terminating: round % 2 };
      return { method: "PATCH", path: `${one}/status`, body: { status }, type: MERGE, code: 200 };
    }
    case 4:
      return { method: "GET", path: `${JOBS}?limit=20`, code: 200 };
    case 5:
      return { method: "GET", path: `${PODS}?labelSelector=job-name%3Drun-${round + LIVING - 1}`, code: 200 };
    default:
      return { method: "GET", path: one, code: 200 };
  }
}

/** The path of a watch with a number. */
export function watchOf(number: number): string {
  const all = `watch=true&resourceVersion=0&allowWatchBookmarks=true`;
  if (number < INFORMERS) return `${number % 2 === 0 ? JOBS : PODS}?${all}`;
  const name = `job-${number % STANDING}`;
  return number % 4 === 0
    ? `${PODS}?${all}&labelSelector=job-name%3D${name}`
    : `${JOBS}?${all}&fieldSelector=metadata.name%3D${name}`;
}

function creation(body: object): PacedRequest {
  return { method: "POST", path: JOBS, body, code: 201 };
}

function job(name: string) {
  return { metadata: { name, labels: { app: "bench" } }, spec: spec() };
}

function spec() {
  const containers = [{ name: "main", image: "example.com/worker:1" }];
  return { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers } } };
}
