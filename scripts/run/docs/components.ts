// What each component of a page says to somebody who reads plain text. A component that is not named here shows what is inside it.
import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { FLAGS } from "../../../sandbox/adapters/node/cli/flags.ts";
import { meaning, usage } from "../../../sandbox/adapters/node/cli/help.ts";
import { region } from "../../../src/components/lesson/region.ts";
import { inProject } from "../project.ts";
import type { Tag } from "./mdx-text.ts";

type Lab = {
  readonly title: string;
  readonly page: string;
  readonly acts: readonly { title: string; task: string; prediction?: { question: string; options: readonly { label: string }[] } }[];
};
type Quiz = { readonly checks: readonly { id: string; question: string; options: readonly { label: string }[] }[] };

const read = (...parts: string[]): string => readFileSync(inProject(...parts), "utf8");
const fence = (code: string, language: string, title: string): string => `\`\`\`${language} title="${title}"\n${code}\n\`\`\``;
const languageOf = (file: string): string => (file.endsWith(".py") ? "python" : "ts");

export function tellComponent({ name, attributes }: Tag, children: string): string {
  const { lab = "", file = "", from, to } = attributes;
  switch (name) {
    case "LabSource":
      return fence(region(read(labFolder(lab), attributes["folder"] ?? "", file), from, to), languageOf(file), file);
    case "ExampleSource":
      return fence(region(read("sandbox/testing/example", file), from, to), languageOf(file), file);
    case "EngineFlags":
      return FLAGS.map((flag) => `- \`${usage(flag)}\`: ${meaning(flag)}`).join("\n");
    case "Lab":
      return tellLab(lab);
    case "Nerve":
      return `Figure: ${attributes["label"] ?? ""}\n\n${children}`;
    case "TabItem":
      return `**${attributes["label"] ?? ""}**\n\n${children}`;
    case "QuickCheck":
      return tellCheck(attributes["quiz"] ?? "", attributes["id"] ?? "");
    case "Coverage":
    case "Figures":
    case "HowFast":
      return "(Here the page shows a table that is made when the site is built.)";
    case "CheckUs":
      return `### Check us\n\nThe page has the commands that put this lab's files behind Inngest's own dev server.\n\n${children}`;
    case "Yours":
      return `### Yours\n\n${children}\n\n${fence((attributes["prompt"] ?? "").trim(), "md", "For your coding agent")}`;
    default:
      return children;
  }
}

function labFolder(lab: string): string {
  const [folder] = globSync(`sandbox/labs/*-${lab}`, { cwd: inProject() });
  if (folder === undefined) throw new Error(`No lab "${lab}" in sandbox/labs.`);
  return folder;
}

// The questions without their answers: a learner's agent should ask first.
function tellLab(id: string): string {
  const { title, page, acts } = parse(read(labFolder(id), "lab.yaml")) as Lab;
  const told = acts.map(({ title: act, task, prediction }, at) => {
    const asked = prediction === undefined ? "" : `\n\n${question(prediction)}`;
    return `### Act ${at + 1}: ${act}\n\n${task}${asked}`;
  });
  return [`## Lab: ${title}`, `It runs in the page ${page}, in a browser. In words:`, ...told].join("\n\n");
}

function tellCheck(quiz: string, id: string): string {
  const { checks } = parse(read("src/content/quizzes", `${quiz}.yaml`)) as Quiz;
  const check = checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`No quick check "${id}" in ${quiz}.yaml.`);
  return `Quick check. ${question(check)}`;
}

const question = ({ question: asked, options }: { question: string; options: readonly { label: string }[] }): string =>
  `${asked} (${options.map(({ label }) => label).join(" / ")})`;
