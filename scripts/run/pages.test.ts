import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { missingPages, pagesIn, promisedBy } from "./pages.ts";

const folder = mkdtempSync(join(tmpdir(), "pages-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONTENT = ["index.mdx", "404.mdx", "start/quick-win.mdx", "reference/answers.mdx", "reference/index.md"];
const SITE = ["index.html", "404.html", "start/quick-win/index.html", "reference/answers/index.html", "reference/index.html"];

function put(below: string, files: readonly string[]): string {
  for (const file of files) {
    mkdirSync(dirname(join(folder, below, file)), { recursive: true });
    writeFileSync(join(folder, below, file), "");
  }
  return join(folder, below);
}

describe("the pages that the content promises", () => {
  const promised = promisedBy(
    put(
      "project",
      CONTENT.map((file) => `src/content/docs/${file}`),
    ),
  );

  it("have the addresses that the site gives them", () => {
    expect(promised).toEqual(["/", "/404.html", "/reference/", "/reference/answers/", "/start/quick-win/"]);
  });

  it("are all on a site that has them", () => {
    expect(missingPages(promised, pagesIn(put("whole", SITE)))).toEqual([]);
  });

  it("are told of where a site lacks one", () => {
    const there = pagesIn(
      put(
        "lacking",
        SITE.filter((file) => !file.startsWith("start/")),
      ),
    );
    expect(missingPages(promised, there)).toEqual(["/start/quick-win/"]);
  });

  it("have the answers among them, also where no file of the content makes them", () => {
    const without = (pages: readonly string[]): string[] => pages.filter((page) => page !== "/reference/answers/");
    expect(missingPages(without(promised), without(promised))).toEqual(["/reference/answers/"]);
  });
});
