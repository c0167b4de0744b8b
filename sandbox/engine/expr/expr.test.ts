import { describe, expect, it } from "vitest";
import { compileExpression, evaluate, evaluateValue } from "./expr.ts";

const event = {
  name: "shop/order",
  data: { n: 5, text: "5", empty: "", nothing: null, list: [{ sku: "a" }, { sku: "b" }], when: "2026-11-20T10:00:00Z", flag: true },
};
/** One hour after `event.data.when`. */
const NOW = Date.UTC(2026, 10, 20, 11);
const matches = (source: string, async?: typeof event | { readonly data: object }): boolean =>
  evaluate(source, async === undefined ? { event, now: NOW } : { event, async: async as typeof event, now: NOW });

describe("a missing field", () => {
  it("compares like null", () => expect(matches("event.data.gone == null")).toBe(true));
  it("compares like null however deep it is missing", () => expect(matches("event.data.gone.deeper == null")).toBe(true));
  it("does not equal another missing field", () => expect(matches("event.data.gone == event.data.other")).toBe(false));
  it("is not matched by its negation", () => expect(matches("!event.data.gone")).toBe(false));
  it("differs from any value", () => expect(matches("event.data.gone != 'x'")).toBe(true));
  it("has no order, whichever way it is asked", () => {
    expect(matches("event.data.gone < 1")).toBe(false);
    expect(matches("event.data.gone > 1")).toBe(false);
  });
  it("is told from a present null by has()", () => {
    expect(matches("has(event.data.nothing)")).toBe(true);
    expect(matches("has(event.data.gone)")).toBe(false);
  });
  it("spoils a function that needs it, and the expression does not match", () =>
    expect(matches("event.data.gone.startsWith('x')")).toBe(false));
  it("lets the other side of || decide", () => expect(matches("event.data.gone.startsWith('x') || event.data.flag")).toBe(true));
});

describe("a null field", () => {
  it("equals null", () => expect(matches("event.data.nothing == null")).toBe(true));
  it("equals a missing field", () => expect(matches("event.data.nothing == event.data.gone")).toBe(true));
});

describe("a number", () => {
  it("never equals a string", () => expect(matches("event.data.n == event.data.text")).toBe(false));
  it("equals an integer literal of its value", () => expect(matches("event.data.n == 5")).toBe(true));
  it("compares with an integer literal", () => expect(matches("event.data.n > 4 && event.data.n <= 5")).toBe(true));
  it("from JSON is a double, so that adding an integer is an error and matches nothing", () =>
    expect(matches("event.data.n + 1 == 6")).toBe(false));
  it("from JSON adds to a double", () => expect(matches("event.data.n + 1.0 == 6")).toBe(true));
  it("becomes an integer by int()", () => expect(matches("int(event.data.n) + 1 == 6")).toBe(true));
});

describe("logic", () => {
  it("takes truthy values on both sides of && and ||", () => {
    expect(matches("event.data.n && event.data.text")).toBe(true);
    expect(matches("event.data.empty || event.data.nothing")).toBe(false);
  });
  it("takes a truthy value before ?:", () => expect(matches("event.data.flag ? event.data.n == 5 : false")).toBe(true));
});

describe("now()", () => {
  it("is the instant of the decision, not of a clock (L12)", () => {
    expect(matches("now() == date('2026-11-20T11:00:00Z')")).toBe(true);
    expect(matches("now() > date(event.data.when)")).toBe(true);
    expect(evaluate("now() == date('2027-01-01T00:00:00Z')", { event, now: Date.UTC(2027, 0, 1) })).toBe(true);
  });
  it("moves by now_plus and now_minus, by a text or a duration", () => {
    expect(matches("now_minus('1h') == date(event.data.when) && now_plus('1h30m') == date('2026-11-20T12:30:00Z')")).toBe(true);
    expect(matches("now_plus('2d') == date('2026-11-22T11:00:00Z')")).toBe(true);
    expect(matches("now_minus(duration('3600s')) == date(event.data.when)")).toBe(true);
  });
  it("by anything else is an error, and matches nothing", () => {
    expect([matches("now_plus('soon') > now()"), matches("now_plus(5) > now()"), matches("now_plus(event.data.gone) > now()")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("functions and macros", () => {
  it("keep CEL's own", () => {
    expect(matches("event.name.startsWith('shop/') && event.name.endsWith('order') && event.name.contains('/')")).toBe(true);
    expect(matches("event.name.matches('^shop/[a-z]+$') && size(event.data.list) == 2")).toBe(true);
    expect(matches("event.data.list.exists(item, item.sku == 'b') && !event.data.list.all(item, item.sku == 'b')")).toBe(true);
    expect(matches("event.data.n in [1, 5] && event.data.list[1].sku == 'b' && event.data['n'] == 5")).toBe(true);
    expect(matches("timestamp(event.data.when) < timestamp('2026-11-21T00:00:00Z')")).toBe(true);
  });
  it("add Inngest's", () => {
    expect(matches("lowercase('ABC') == 'abc' && uppercase('abc') == 'ABC'")).toBe(true);
    expect(matches("b64decode('w6k=') == 'é' && json_parse('{\"a\":[1]}').a[0] == 1")).toBe(true);
    expect(matches("date(event.data.when) == timestamp('2026-11-20T10:00:00Z')")).toBe(true);
  });
});

describe("a wait's expression", () => {
  it("matches when the field that `match` names is equal in both events", () => {
    expect(matches("event.data.n == async.data.n", { data: { n: 5 } })).toBe(true);
    expect(matches("event.data.n == async.data.n", { data: { n: 6 } })).toBe(false);
  });
  it("does not match when neither event has the field", () =>
    expect(matches("event.data.gone == async.data.gone", { data: {} })).toBe(false));
});

describe("the value of an expression", () => {
  const valueOf = (source: string) => evaluateValue(source, { event, now: NOW });

  it("keeps integers apart from JSON's doubles", () =>
    expect([valueOf("int(event.data.n)"), valueOf("event.data.n"), valueOf("event.data.flag ? 100 : 0")]).toEqual([
      { ok: true, value: 5n },
      { ok: true, value: 5 },
      { ok: true, value: 100n },
    ]));
  it("of a missing field is null, and of what cannot be evaluated is none", () =>
    expect([valueOf("event.data.gone"), valueOf("event.data.n + 1"), valueOf("event.data.n ==")]).toEqual([
      { ok: true, value: null, missing: true },
      { ok: false },
      { ok: false },
    ]));
  it("of a null field is null, and not missing", () => expect(valueOf("event.data.nothing")).toEqual({ ok: true, value: null }));
  it("may be a list or a map, as JSON has them", () =>
    expect(valueOf("[event.data.n, 2, event.data.gone]")).toEqual({ ok: true, value: [5, "2", null] }));
});

describe("an event whose data has a key of every object's", () => {
  const names = Object.getOwnPropertyNames(Object.prototype);
  const odd = (name: string): object =>
    JSON.parse(`{"data":{"s":"x",${JSON.stringify(name)}:{"deep":1},"list":[{${JSON.stringify(name)}:1,"a":2}]}}`) as object;
  const holds = (source: string, name: string) =>
    evaluate(source, { event: odd(name) as typeof event, async: odd(name) as typeof event, now: NOW });

  it.each(names)("%s: is matched like any other", (name) => {
    expect(holds("event.data.s == 'x' && event.data.list.all(item, item.a == 2) && size(event.data) == 3", name)).toBe(true);
    expect(holds("event.data == async.data && event.data.list == async.data.list", name)).toBe(true);
    expect(holds(`event.data[${JSON.stringify(name)}].deep == 1 && ${JSON.stringify(name)} in event.data`, name)).toBe(true);
    expect(evaluateValue("event.data.list", { event: odd(name) as typeof event, now: NOW })).toEqual({
      ok: true,
      value: (odd(name) as typeof event).data.list,
    });
  });
});

describe("a text with characters above U+FFFF", () => {
  it("is compared as it is written", () => {
    const smile = { name: "a", data: { text: "done 😀", "😀": 1 } };
    expect(evaluate("event.data.text == 'done 😀' && event.data['😀'] == 1", { event: smile, now: NOW })).toBe(true);
    expect(evaluate("event.data.text == 'done 😁'", { event: smile, now: NOW })).toBe(false);
  });
});

describe("compiling", () => {
  it("refuses what is no expression", () => expect(compileExpression("event.data.n ==")).toMatchObject({ ok: false }));
  it("refuses an unknown variable and names it", () =>
    expect(compileExpression("order.id == 1")).toEqual({ ok: false, message: "Unknown variable: order", at: 1 }));
  it("says at which character it went wrong", () =>
    expect([compileExpression("event.data.n =="), compileExpression("event.data.n == order")]).toMatchObject([{ at: 16 }, { at: 17 }]));
  it("refuses `async` where only `event` exists", () => expect(compileExpression("async.data.n == 1", ["event"]).ok).toBe(false));
  it("refuses an unknown function", () => expect(compileExpression("shout(event.name) == 'X'").ok).toBe(false));
  it("names the character of a mistake beside now()", () =>
    expect(compileExpression("now() > date(other.data.when)")).toMatchObject({ ok: false, at: 14 }));
  it("keeps its own names to itself", () => expect(compileExpression("_now == 1").ok).toBe(false));
  it("makes an expression that cannot compile match nothing", () => expect(evaluate("event.data.n ==", { event, now: NOW })).toBe(false));
});
