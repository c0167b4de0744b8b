import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signatureOf } from "./sign.ts";

const mac = (text: string): string => createHmac("sha256", "0a1b").update(text).digest("hex");

describe("a signature", () => {
  it("is over the body's one spelling and the time, with the key behind its prefix (protocol.md 1.1)", () => {
    const body = '{ "b": 1.0, "a": {"9": [1e3, "é", null], "10": "\\u20ac"}, "": true }';
    const spelled = '{"":true,"a":{"10":"€","9":[1000,"é",null]},"b":1}';
    expect(signatureOf(body, "signkey-test-0a1b", 1_795_000_000_999)).toBe(`t=1795000000&s=${mac(`${spelled}1795000000`)}`);
  });

  it("of a body that is no JSON is over its text", () => {
    expect(signatureOf("plain", "0a1b", 1_795_000_000_000)).toBe(`t=1795000000&s=${mac("plain1795000000")}`);
  });
});
