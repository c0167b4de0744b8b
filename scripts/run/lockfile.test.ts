import { describe, expect, it } from "vitest";
import { missingFromLock } from "./lockfile.ts";

const wants = (version: string) => ({ version: "1.0.0", optionalDependencies: { "native-darwin-arm64": version } });

describe("a lockfile", () => {
  it("lacks a platform's package that nothing in it names", () => {
    expect(missingFromLock({ packages: { "node_modules/native": wants("1.0.0") } }).map((one) => one.key)).toEqual([
      "node_modules/native-darwin-arm64",
    ]);
  });

  it("lacks one that it names in another version, and would hold it beside its parent", () => {
    const packages = { "node_modules/native": wants("2.0.0"), "node_modules/native-darwin-arm64": { version: "1.0.0" } };
    expect(missingFromLock({ packages }).map((one) => one.key)).toEqual(["node_modules/native/node_modules/native-darwin-arm64"]);
  });

  it("is complete when every parent finds its version where npm looks", () => {
    const packages = {
      "node_modules/native": wants("2.0.0"),
      "node_modules/native/node_modules/native-darwin-arm64": { version: "2.0.0" },
      "node_modules/a/node_modules/native": wants("1.0.0"),
      "node_modules/native-darwin-arm64": { version: "1.0.0" },
    };
    expect(missingFromLock({ packages })).toEqual([]);
  });
});
