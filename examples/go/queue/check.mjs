/** What must hold of queue: `jobsim check --go queue.wasm --invariants check.mjs`. */

const ENDS = ["Complete", "Failed"];

function hasEnded({ status }) {
  return status.conditions?.some(({ type, status: is }) => ENDS.includes(type) && is === "True") ?? false;
}

/** Whoever creates a Job again under its name does not lose it to the clean-up of the first one. */
const deletesWhatHasEnded = {
  id: "deletes-what-has-ended",
  sentence: "queue deletes Jobs that have ended, and no others",
  source: "examples/go/queue/main.go",
  watch: () => ({
    job: ({ actor, verb, object, previous }, record, report) => {
      if (actor !== "queue" || verb !== "delete" || hasEnded(previous ?? object)) return;
      report({ message: "queue deletes a Job that has not ended", job: record });
    },
  }),
};

export const invariants = [deletesWhatHasEnded];

/** Users who try again: a Job that has failed is deleted and created again, just before queue would have deleted it. */
export function adapt(drawn) {
  const job = { namespace: "default", name: "a" };
  return { ...drawn, retries: [{ job, times: 1, afterMs: 59_200 }] };
}
