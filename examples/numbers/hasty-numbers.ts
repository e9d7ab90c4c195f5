/** The first attempt: whoever was elected leads until it reads of another holder, even if it could not renew the Lease. */

import { replicas } from "jobsim/testing";
import { Election } from "./election.ts";
import { type Elect, numbers } from "./numbers.ts";

export { features, invariants, workload } from "./numbers.ts";

class HastyElection extends Election {
  override get leads(): boolean {
    return this.isElected && this.holder === this.identity;
  }
}

const elect: Elect = (...args) => new HastyElection(...args);

export const controllers = [replicas(2, numbers(elect))];
