import { describe, expect, it } from "vitest";
import type { Files } from "../../session/lab-session.ts";
import type { CodeError } from "./code-error.ts";
import { link } from "./link.ts";

type Made = { readonly file: string; readonly code: string };

async function linked(files: Files, imports: readonly string[] = ["inngest"]): Promise<readonly Made[]> {
  const made: Made[] = [];
  await link(files, {
    imports,
    vendorUrl: async (name) => `vendor:${name}`,
    globalsUrl: "globals:",
    toUrl: (code, file) => {
      made.push({ file, code });
      return `url:${file}`;
    },
  });
  return made;
}

const refused = (files: Files, imports?: readonly string[]): Promise<CodeError> =>
  linked(files, imports).then(
    () => expect.unreachable("the files were accepted"),
    (error: CodeError) => error,
  );

describe("linking", () => {
  it("makes a file after the files that it imports", async () => {
    const made = await linked({
      "a.ts": 'import "./b.ts"; import "./lib/c";',
      "b.ts": 'import { c } from "./lib/c"; c();',
      "lib/c.ts": "export const c = () => {};",
    });
    expect(made.map(({ file }) => file)).toEqual(["lib/c.ts", "b.ts", "a.ts"]);
  });

  it("points imports, exports and import() at what was made", async () => {
    const made = await linked({
      "a.ts": 'export * from "./b.ts";\nimport { x } from "inngest"; x();\nconst c = await import("../a/../b.ts"); c;',
      "b.ts": "export const b = 1;",
    });
    expect(made[1]?.code).toContain(
      'export * from "url:b.ts";\nimport { x } from "vendor:inngest"; x();\nconst c = await import("url:b.ts"); c;',
    );
  });

  it("finds a file by its name, without extension, as .js, and as a folder's index", async () => {
    const made = await linked({ "a.ts": 'import "./b"; import "./c.js"; import "./d";', "b.ts": "", "c.ts": "", "d/index.ts": "" });
    expect(made.at(-1)?.code).toContain('import "url:b.ts"; import "url:c.ts"; import "url:d/index.ts";');
  });

  it("keeps every line where the learner wrote it", async () => {
    const [made] = await linked({ "a.ts": "type A = {\n  a: string;\n};\nenum B { x }\nfetch(String(B.x));" });
    expect(made?.code.split("\n")[4]).toBe("fetch(String(B.x));");
  });

  it("gives a module the host's globals that it uses, and only those", async () => {
    const [made] = await linked({ "a.ts": "console.log(fetch);" });
    expect(made?.code).toContain('import { fetch, console } from "globals:";');
    expect(made?.code).not.toContain("setTimeout");
  });

  it("leaves a name alone that the module declares or imports itself", async () => {
    const made = await linked({
      "a.ts":
        'import { query } from "./db.ts";\nexport async function fetch() {}\nconst { console } = globalThis;\nquery(); fetch(); console.log(); setTimeout(fetch, 1);',
      "db.ts": "export const query = () => 1;",
    });
    expect(made[1]?.code).toContain('\nimport { setTimeout } from "globals:";');
    expect(made[0]?.code).not.toContain("globals:");
  });

  it("names the module for stack traces", async () => {
    const [made] = await linked({ "a.ts": "" });
    expect(made?.code).toMatch(/\n\/\/# sourceURL=lab:\/\/\/a\.ts$/);
  });

  it("drops imports of types", async () => {
    const [made] = await linked({
      "a.ts": 'import type { X } from "left-out"; import { type Y } from "inngest"; export const x: X | Y = 1;',
    });
    expect(made?.code).not.toContain("left-out");
  });

  it("leaves files alone that are no code", async () => {
    const made = await linked({ "schema.sql": "create table", "lab-env.d.ts": "declare const x: 1;", "a.ts": "" });
    expect(made.map(({ file }) => file)).toEqual(["a.ts"]);
  });
});

describe("files that cannot be linked", () => {
  it("say where a syntax error is", async () => {
    const error = await refused({ "a.ts": "const a = 1;\nconst s = 'abc\n" });
    expect(error.message).toBe("a.ts:2:11 Unterminated string constant");
    expect(error.place).toEqual({ file: "a.ts", line: 2, column: 11 });
  });

  it("say the last line that can be seen when a bracket stays open", async () => {
    const error = await refused({ "a.ts": "function f() {\n  return 1;\n" });
    expect(error.place).toEqual({ file: "a.ts", line: 2, column: 12 });
  });

  it("name the circle of a circular import", async () => {
    const error = await refused({ "a.ts": 'import "./b.ts";', "b.ts": 'import "./c.ts";', "c.ts": 'import "./b.ts";' });
    expect(error.message).toContain("Circular import: b.ts -> c.ts -> b.ts.");
  });

  it("name what the lab's files may import", async () => {
    const error = await refused({ "a.ts": "\nimport fs from 'node:fs'; fs;" }, ["inngest", "zod"]);
    expect(error.message).toBe(
      'a.ts:2:1 Cannot import "node:fs": this lab\'s files may import "inngest", "zod" and each other ("./file.ts").',
    );
    expect(error.place).toEqual({ file: "a.ts", line: 2, column: 1 });
  });

  it("name the files that there are when one is missing", async () => {
    const error = await refused({ "a.ts": 'import "./bee.ts";', "b.ts": "" });
    expect(error.message).toBe('a.ts:1:1 Cannot find "./bee.ts". The files are "a.ts", "b.ts".');
  });

  it("refuse an import() whose target is not written out", async () => {
    const error = await refused({ "a.ts": "const x = './b.ts'; import(x);" });
    expect(error.message).toBe("a.ts:1:21 import() takes the file's name as a plain string here.");
  });
});
