import { expect, test } from "vitest";
import { at, JOBS, manifest, startTestSession } from "./session.ts";

test("an idle clock plays a Job of hours while its client only watches", async () => {
  const session = await startTestSession({ speed: "idle", paused: false });
  await session.send("POST", JOBS, manifest("a", { completions: 2 }));
  const response = await fetch(`${session.url}${JOBS}?watch=1&resourceVersion=0`);
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString("utf8");
    if (text.includes('"type":"Complete"')) break;
  }
  const { body } = await session.send("GET", `${JOBS}/a`);
  expect(at(body, "status.succeeded")).toBe(2);
  expect(session.world.state.timeMs).toBeGreaterThan(20_000);
  await session.close();
});
