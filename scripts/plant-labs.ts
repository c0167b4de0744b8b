// Plants copies of a lab, each with a page of its own, to see what the tests cost when the course is whole. For a clone that is
// thrown away:   node scripts/plant-labs.ts 27
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { inProject } from "./run/project.ts";

const LIKE = "06-step-run";
const FIRST = 20;

const page = (id: string): string => `---
title: A planted copy, ${id}
description: A copy of a lab, to see what the tests cost.
lead: Nobody reads this.
summary: A planted copy.
minutes: 9
labs: [${id}]
sidebar:
  label: ${id}
---

<Lab id="${id}" />
`;

for (let copy = 0; copy < Number(process.argv[2] ?? 0); copy += 1) {
  const id = `copy-${copy + 1}`;
  const folder = inProject("sandbox/labs", `${FIRST + copy}-${id}`);
  cpSync(inProject("sandbox/labs", LIKE), folder, { recursive: true });
  const text = readFileSync(`${folder}/lab.ts`, "utf8");
  const own = text.replace('id: "step-run"', `id: "${id}"`).replace('page: "/reflexes/step-run/"', `page: "/start/${id}/"`);
  // The seed stays, so that the copy's recordings are those of the lab.
  writeFileSync(`${folder}/lab.ts`, own.replace('title: "What a crash costs",', 'title: "What a crash costs",\n  seed: "step-run",'));
  writeFileSync(inProject("src/content/docs/start", `${id}.mdx`), page(id));
}
console.log(`Planted ${process.argv[2] ?? 0} copies of ${LIKE}.`);
