// A concept is planted: its page, its checks, its lab, and nothing else. It must be found everywhere that readers, their browsers
// and their agents look for it. Its neighbors are planted, too, so that a concept of the course may come or change.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withComponents } from "../integrations/page-components.ts";
import { checkFiles } from "../components/lesson/check-us/check-files.ts";
import { formsOf } from "../components/lesson/plain/forms.ts";
import { abridged, llmsFull, llmsIndex, llmsSmall, markdownPath } from "../components/lesson/plain/llms.ts";
import { pageInWords } from "../components/lesson/plain/pages.ts";
import { sourcesOf } from "../components/lesson/plain/sources.ts";
import { labIn } from "./course.ts";
import type { Lab } from "./labs.ts";
import { readLabs } from "./labs.ts";
import { answered, answersOf, coreRoad, labsHeld, neighbors, openNow, progressed, roads } from "./lists.ts";
import { ownFiles, readCourse, readPages } from "./read.ts";

const project = process.cwd();
const root = mkdtempSync(join(tmpdir(), "planted-"));
afterAll(() => rmSync(root, { recursive: true }));

const PAGE = `---
title: What a planted concept says
description: How a concept is planted.
concept: 11
lead: Somebody plants a concept. Where is it found?
summary: Plant a concept and find it.
minutes: 9
needs: [reflexes/before]
labs: [planted]
sidebar:
  label: Planting
---

<Lab id="planted" />

<Check id="planted/where" />
<Predict id="planted/said" />
<Source lab="planted" from="planted line" />
<Sequence label="One message." messages={[{ from: "engine", to: "host", says: "call" }]}>Caption.</Sequence>
<Languages>
  <TypeScript>In one.</TypeScript>
  <Python>In the other.</Python>
</Languages>
<Pitfall title="forgetting it">It grows.</Pitfall>
<Try prompt="Plant one.">Do it.</Try>
<CheckUs lab="planted">Look.</CheckUs>
<Yours prompt="Where would mine grow?">Ask.</Yours>
<Challenge act={1} lab="planted" says="Find it.">The link.</Challenge>
<Recap>
- It is found.
</Recap>
`;
const neighbor = (concept: number, label: string): string => `---
title: ${label}
concept: ${concept}
summary: A neighbor.
minutes: 1
sidebar:
  label: ${label}
---

${label}.
`;
const CHECKS = `- id: planted/where
  question: Where is it found?
  options:
    - { id: here, label: Here., reason: Not only. }
    - { id: everywhere, label: Everywhere., right: true, reason: It follows from the page. }
`;

/** A lab like the first one, under names of its own. */
function plantedLab([like]: readonly Lab[]): Lab {
  const [act] = like?.acts ?? [];
  if (like === undefined || act === undefined) throw new Error("There is no lab to plant one like.");
  const prediction = {
    id: "planted/said",
    question: "Will it grow?",
    options: [
      { id: "yes", label: "Yes" },
      { id: "no", label: "No" },
    ],
    answer: "yes",
    because: "It was watered.",
  };
  const files = { "planted.ts": "// planted line\n" };
  return {
    ...like,
    id: "planted",
    number: "L11",
    title: "A planted lab",
    page: "/balance/planted/",
    acts: [{ ...act, id: "grow", title: "Let it grow", prediction, goals: ["planted/grown"] }],
    files: ["planted.ts"],
    variants: { start: files, [like.solution]: files },
  };
}

for (const path of ["docs/start", "docs/reference", "docs/index.mdx", "checks/quick-win.yaml"])
  cpSync(join(project, "src/content", path), join(root, "src/content", path), { recursive: true });
for (const path of ["sandbox", "bench", "package.json"]) symlinkSync(join(project, path), join(root, path));
for (const folder of ["reflexes", "balance"]) mkdirSync(join(root, "src/content/docs", folder));
writeFileSync(join(root, "src/content/docs/reflexes/before.mdx"), neighbor(6, "Before it"));
writeFileSync(join(root, "src/content/docs/balance/after.mdx"), neighbor(15, "After it"));
const before = readCourse(root);
writeFileSync(join(root, "src/content/docs/balance/planted.mdx"), PAGE);
writeFileSync(join(root, "src/content/checks/planted.yaml"), CHECKS);
const labs = [...readLabs(root), plantedLab(readLabs(root))];
const course = readCourse(root, labs);

const site = "https://course.test";
const sources = { ...sourcesOf({ root, site, flags: [] }, labs), recordings: () => ({}) };
const told = readPages(root)
  .map(({ id, body }) => ({ page: course.pages.find((page) => page.id === id), body }))
  .flatMap(({ page, body }) => (page?.id === "balance/planted" ? [{ page, text: pageInWords(page, body, formsOf(sources)) }] : []));
const [{ text = "" } = {}] = told;

describe("a planted concept", () => {
  it("stands in the sidebar and on the landing page, in its place", () => {
    const balance = course.parts.find(({ id }) => id === "balance")?.pages.map(({ label }) => label);
    expect(balance).toEqual(["Planting", "After it"]);
    expect(roads(course).find(({ path }) => path === "/balance/planted/")).toMatchObject({
      kicker: "Balance 11 of 15",
      label: "Planting",
      summary: "Plant a concept and find it.",
      minutes: 9,
    });
  });

  it("is counted", () => {
    expect(openNow(course)).toContain("concepts 6, 11 and 15 of 15");
    expect(coreRoad(course).minutes - coreRoad(before).minutes).toBe(9);
  });

  it("stands between its neighbors", () => {
    expect(neighbors(course, "reflexes/before").next?.id).toBe("balance/planted");
    expect(neighbors(course, "balance/planted")).toMatchObject({ last: { id: "reflexes/before" }, next: { id: "balance/after" } });
  });

  it("counts as done by its lab's goal and its check", () => {
    expect(progressed(course).find(({ id }) => id === "balance/planted")?.outcomes).toEqual({
      goals: ["planted/grown"],
      checks: ["planted/where"],
    });
  });

  it("has its answers on the page of answers and in the file that a choice fetches", () => {
    const lesson = answered(course).find(({ name }) => name === "planted");
    expect(answersOf(lesson?.checks ?? [])).toEqual({
      "planted/where": { right: "everywhere", reasons: { here: "Not only.", everywhere: "It follows from the page." } },
    });
    expect(formsOf(sources).Answers({}, "")).toContain("### Where is it found?");
  });

  it("hands out its lab's files", () => {
    expect(labsHeld(course).map(({ id }) => id)).toContain("planted");
    const files = checkFiles(labIn(course, "planted"), { serve: "// serves", sdk: "4.24.0" });
    expect(Object.keys(files)).toEqual(["package.json", "serve.ts", "planted.ts"]);
  });

  it("is told to agents, with the words of each of its components", () => {
    expect(llmsIndex(told, site)).toContain(`[Planting](${site}${markdownPath("balance/planted")}): How a concept is planted.`);
    expect(llmsFull(told)).toContain(text);
    expect(llmsSmall(told)).toContain("# What a planted concept says");
    expect(abridged(told)).toHaveLength(1);
    const words = [
      "## Lab: A planted lab",
      "**Will it grow?** Yes / No",
      "Quick check. **Where is it found?** Here. / Everywhere.",
      "// planted line",
      "- engine to host: call",
      "**Python**\n\nIn the other.",
      "> **Pitfall: forgetting it**",
      "Plant one.",
      `curl -fsS --remote-name-all "${site}/check/planted/{package.json,serve.ts,planted.ts}"`,
      `${site}/balance/planted/#lab-planted-act-1`,
      "## Recap\n\n- It is found.",
    ];
    expect(words.filter((said) => !text.includes(said))).toEqual([]);
    expect(text).not.toContain("It follows from the page.");
  });

  it("is given every component that its page names", () => {
    expect(withComponents(PAGE)).toContain('import Lab from "/src/components/lesson/Lab.astro";');
  });

  it("is refused for a field that no page has, and for YAML that cannot be read, with its file", () => {
    const file = "src/content/docs/balance/planted.mdx";
    const refused = (page: string): string => {
      writeFileSync(join(root, file), page);
      try {
        readCourse(root, labs);
        return "none";
      } catch (error) {
        return (error as Error).message;
      } finally {
        writeFileSync(join(root, file), PAGE);
      }
    };
    expect(refused(PAGE.replace("lead:", "leads:"))).toContain(`${file}: Unrecognized key: "leads"`);
    expect(refused(PAGE.replace("  label:", "  labels:"))).toContain(`${file}: sidebar: Unrecognized key: "labels"`);
    expect(refused(PAGE.replace("lead:", "lead: a:"))).toContain(`${file}: Nested mappings`);
  });

  it("is two files beside its lab's folder", () => {
    expect(ownFiles(root, "planted")).toEqual(["src/content/docs/balance/planted.mdx", "src/content/checks/planted.yaml"]);
  });
});
