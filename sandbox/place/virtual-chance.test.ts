import { expect, it } from "vitest";
import { installVirtualChance } from "./virtual-chance.ts";

const platform = () => ({
  Math: { random: () => 0.5 },
  crypto: Object.create({ getRandomValues: (array: Uint8Array) => array.fill(7), randomUUID: () => "the platform's" }) as Pick<
    typeof crypto,
    "getRandomValues" | "randomUUID"
  >,
});

it("the host's code draws from the stream, all other code from the platform", () => {
  let inside = true;
  const scope = platform();
  const remove = installVirtualChance(scope, () => (inside ? () => 0.25 : undefined));
  expect(scope.Math.random()).toBe(0.25);
  expect([...scope.crypto.getRandomValues(new Uint8Array(2))]).toEqual([64, 64]);
  expect(scope.crypto.randomUUID()).toBe("44444444-4444-4444-8444-444444444444");
  inside = false;
  expect(scope.Math.random()).toBe(0.5);
  expect([...scope.crypto.getRandomValues(new Uint8Array(1))]).toEqual([7]);
  expect(scope.crypto.randomUUID()).toBe("the platform's");
  remove();
  inside = true;
  expect(scope.Math.random()).toBe(0.5);
  expect(scope.crypto.randomUUID()).toBe("the platform's");
});
