import { expect, it } from "vitest";
import { register } from "./registry.ts";
import { vendorModule } from "./vendor.ts";

it("a package's module exports names that are no identifiers, or reserved, under an alias", () => {
  expect(vendorModule("ns", ["run", "catch", "default", "a-b"])).toBe(
    'const _ns = ns;\nconst _0 = _ns["run"];\nconst _1 = _ns["catch"];\nconst _2 = _ns["default"];\nconst _3 = _ns["a-b"];\nexport { _0 as run, _1 as catch, _2 as default, _3 as "a-b" };',
  );
});

it("a registered value is reached by its expression until it is forgotten", () => {
  const entry = register({ x: 1 });
  const read = (): unknown => new Function(`return ${entry.expression}`)();
  expect(read()).toEqual({ x: 1 });
  entry.forget();
  expect(read()).toBeUndefined();
});
