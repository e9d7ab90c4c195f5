/**
 * Plays every scenario that the package ships, whatever rooms it needs, and compares digests with those of the sources.
 *
 * Usage: play-scenarios.mjs EXPECTED COMMAND…, for example
 * play-scenarios.mjs sim-scenarios/expected node node_modules/jobsim/dist/js/jobsim.js.
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [expected, program, ...before] = process.argv.slice(2);
const files = readdirSync(expected).filter((file) => file.endsWith(".json"));
if (files.length < 10) throw new Error(`${expected} has next to nothing`);

const wrong = files.filter((file) => {
  const scenario = `sim-scenarios/${file.replace(/\.json$/, ".yaml")}`;
  const { stdout, stderr } = spawnSync(program, [...before, "run", scenario, "-o", "json"], { encoding: "utf8" });
  const played = /"digest": "(\w+)"/.exec(stdout)?.[1];
  const { digest } = JSON.parse(readFileSync(join(expected, file), "utf8"));
  if (played !== digest) console.error(`${scenario}: ${played} instead of ${digest}\n${stderr}`);
  return played !== digest;
});
process.exitCode = wrong.length === 0 ? 0 : 1;
