import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanInterval, quantileInterval, studentQuantile, wilsonInterval } from "../../src/analysis/statistics.ts";
import { randomStream } from "../../src/engine/random.ts";

describe("Wilson's interval", () => {
  test("has the published bounds", () => {
    const { low, high } = wilsonInterval(99, 100);
    expect(low).toBeCloseTo(0.945514, 6);
    expect(high).toBeCloseTo(0.998233, 6);
  });

  test("is not empty if nothing or everything succeeded", () => {
    expect(wilsonInterval(0, 10)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(0.277533, 6) });
    expect(wilsonInterval(10, 10)).toMatchObject({ value: 1, low: expect.closeTo(0.722467, 6), high: 1 });
  });
});

describe("the interval of a quantile", () => {
  test("is that of order statistics", () => {
    expect(quantileInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5)).toEqual({ value: 5, low: 2, high: 9 });
  });

  test("handles many values", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => i + 1);
    expect(quantileInterval(values, 0.5)).toEqual({ value: 10_000, low: 9_861, high: 10_140 });
  });

  test("always encloses the value, with observed bounds or, if there are too few values, open ends", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (values, share) => {
          const sorted = values.toSorted((a, b) => a - b);
          const { value, low, high } = quantileInterval(sorted, share);
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
          expect([Number.NEGATIVE_INFINITY, ...sorted]).toContain(low);
          expect([Number.POSITIVE_INFINITY, ...sorted]).toContain(high);
        },
      ),
    );
  });

  test("is open on both sides for a single value", () => {
    expect(quantileInterval([7], 0.5)).toEqual({
      value: 7,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
  });

  test("contains the true median 95 times in 100", () => {
    let held = 0;
    for (let sample = 0; sample < 400; sample++) {
      const random = randomStream("coverage", sample);
      const sorted = Array.from({ length: 80 }, () => random()).sort((a, b) => a - b);
      const { low, high } = quantileInterval(sorted, 0.5);
      if (low <= 0.5 && high >= 0.5) held++;
    }
    expect(held / 400).toBeGreaterThan(0.93);
  });
});

describe("the interval of a mean", () => {
  test.each([
    [1, 12.7062],
    [2, 4.3027],
    [3, 3.1824],
    [10, 2.2281],
    [29, 2.0452],
    [999, 1.9623],
  ])("uses Student's distribution with %i degrees of freedom", (degrees, expected) => {
    expect(studentQuantile(degrees, 0.95)).toBeCloseTo(expected, 4);
  });

  test("is that of the differences", () => {
    expect(meanInterval([1, 2, 3])).toMatchObject({ value: 2, low: expect.closeTo(-0.4841, 4) });
  });

  test("is unknown from one pair alone", () => {
    expect(meanInterval([5])).toEqual({ value: 5, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  });
});
