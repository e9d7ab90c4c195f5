import { describe, expect, test } from "vitest";
import { fixed } from "../../../src/engine/distribution.ts";
import { always } from "../../../src/kubelet/behaviour/exit-choice.ts";
import { laidOver, settled } from "../../../src/kubelet/behaviour/laid-over.ts";
import type { NamedContainerTraits } from "../../../src/kubelet/behaviour/rules.ts";

const RESTART = { count: 1, run: fixed(1_000), exit: always(1) };
const main = (traits: NamedContainerTraits) => ({ containers: { main: traits } });

describe("traits that lie over others", () => {
  test("say in place of a named container what they are about, and leave it the rest", () => {
    const under = main({ run: fixed(5), exit: always(3), ready: "never", runs: [{ exit: always(4) }] });
    const over = { exit: always(1), restarts: [RESTART] };
    expect(laidOver(under, over).containers).toEqual({
      main: { ...under.containers.main, yields: ["exit", "restarts"] },
    });
  });

  test("yield to what they say of the container by name", () => {
    const laid = laidOver(main({ exit: always(3) }), { exit: always(1), ...main({ exit: always(9) }) });
    expect(laid.containers).toEqual(main({ exit: always(9) }).containers);
  });

  test("say of every container how it is stopped", () => {
    const under = main({ onTerm: { time: fixed(5), exit: always(3) } });
    expect(laidOver(under, { terminationTime: fixed(1) }).containers).toEqual({
      main: { onTerm: { exit: always(3) } },
    });
    expect(laidOver(under, { terminationExit: always(0), terminationTime: fixed(1) }).containers).toEqual({ main: {} });
    expect(laidOver(main({ onTerm: "ignore" }), { terminationTime: fixed(1) }).containers).toEqual({ main: {} });
    expect(laidOver(main({ onTerm: "ignore" }), { terminationExit: always(0) }).containers).toEqual({
      main: { onTerm: "ignore" },
    });
  });

  test("are settled for the containers whose end is reported", () => {
    const attempts = [{ run: fixed(5), exit: always(3) }];
    const under = { containers: { main: { runs: attempts }, log: { exit: always(4) } } };
    const laid = laidOver(under, { exit: always(1) });
    expect(settled(laid, new Set(["main"]))).toEqual({
      exit: always(1),
      containers: { main: { runs: [{ run: fixed(5) }] }, log: { exit: always(4), yields: ["exit"] } },
    });
    expect(settled({ ...laid, container: "log" }, new Set(["main"])).containers).toEqual({
      main: { runs: attempts, yields: ["exit"] },
      log: {},
    });
  });

  test("yield still if a rule lies over them, unless it says the same of the container by name", () => {
    const laid = laidOver(main({ exit: always(3), run: fixed(5) }), { exit: always(1) });
    expect(laidOver(laid, { start: fixed(1) }).containers?.main?.yields).toEqual(["exit"]);
    expect(laidOver(laid, { run: fixed(1) }).containers?.main?.yields).toEqual(["run", "exit"]);
    expect(laidOver(laid, main({ exit: always(9) })).containers).toEqual(
      main({ exit: always(9), run: fixed(5) }).containers,
    );
  });
});
