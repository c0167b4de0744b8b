// What a lab, its files, its checks and its predictions say in plain text.
import { checkIn, labIn, lessonIn, predictionIn } from "../../../content/course.ts";
import { answered } from "../../../content/lists.ts";
import { journalRows } from "../../lab/model/journal-model.ts";
import { CHECK_US, checkCommands, listedCommands, shorterSays } from "../check-us/check-files.ts";
import type { Shorter } from "../check-us/check-files.ts";
import { sourceOf } from "../source.ts";
import { taught } from "../teaching.ts";
import type { Note } from "../teaching.ts";
import type { Props } from "./mdx.ts";
import type { Sources } from "./sources.ts";
import { fence, folded, languageOf, list, optional, paragraphs, question, table, text } from "./words.ts";

/** Each act with its question, the file it starts from, and, folded away, what happened when it was run. */
export function tellLab({ course, recordings }: Sources, props: Props): string {
  const lab = labIn(course, text(props, "id"));
  const recorded = recordings(lab.id);
  const [file = ""] = lab.files;
  const acts = lab.acts.map((act, index) => {
    const facts = recorded[act.id]?.facts;
    return paragraphs(
      `### Act ${index + 1}: ${act.title}`,
      act.task,
      act.prediction === undefined ? "" : question(act.prediction),
      facts === undefined ? "" : folded("What happened (answers the question)", journal(facts)),
    );
  });
  const code = lab.variants[lab.acts[0]?.starts ?? "start"]?.[file] ?? "";
  const intro = "The lab runs in the page, in a browser. Here are its acts, the file it shows first, and what its engine recorded.";
  return paragraphs(`## Lab: ${lab.title}`, intro, fence(code, languageOf(file), file), ...acts);
}

function journal(facts: Parameters<typeof journalRows>[0]): string {
  const rows = journalRows(facts).filter((row) => !row.plumbing);
  return table(
    ["clock", "fact", "step", "what"],
    rows.map((row) => [row.clock, row.type, row.step ?? "", row.text]),
  );
}

export function tellSource({ course }: Sources, props: Props): string {
  const { file, code } = sourceOf(course, {
    lab: text(props, "lab"),
    variant: optional(props, "variant"),
    file: optional(props, "file"),
    from: optional(props, "from"),
    to: optional(props, "to"),
  });
  return fence(code, languageOf(file), file);
}

/** The question without its answer: who helps a learner should ask first. */
export const tellCheck = ({ course }: Sources, props: Props): string => `Quick check. ${question(checkIn(course, text(props, "id")))}`;

export const tellPredict = ({ course }: Sources, props: Props): string =>
  `Before you run it. ${question(predictionIn(course, text(props, "id")).prediction)}`;

export function tellRecall({ course }: Sources, props: Props, children: string): string {
  const { path, label } = lessonIn(course, text(props, "of"));
  return paragraphs(
    `Before you begin: [${label}](${path}). Figure: ${text(props, "label")}`,
    `**${text(props, "question")}**`,
    folded("Answer", children),
  );
}

export function tellTeaching({ course }: Sources, props: Props): string {
  const notes = taught(labIn(course, text(props, "lab")), props["acts"] as readonly Note[]);
  const told = notes.map(({ title, expect, ask, stop }) => `**${title}.** Expect: ${expect} Ask: ${ask} Stop: ${stop}`);
  return folded("For whoever teaches this", list(told));
}

export function tellCheckUs({ course, site }: Sources, props: Props, children: string): string {
  const shorter = props["shorter"] as Shorter | undefined;
  return paragraphs(
    `### ${CHECK_US.title}`,
    CHECK_US.intro,
    shorter === undefined ? "" : shorterSays(shorter),
    ...listedCommands(checkCommands(labIn(course, text(props, "lab")), site)).map(({ title, command }) => fence(command, "sh", title)),
    children,
  );
}

export function tellChallenge({ course, site }: Sources, props: Props, children: string): string {
  const lab = labIn(course, text(props, "lab"));
  const address = `${site}${lab.page}#lab-${lab.id}-act-${String(props["act"])}`;
  return paragraphs("### Challenge", children, `> ${text(props, "says")}`, `<${address}>`);
}

export const tellAnswers = ({ course }: Sources): string =>
  paragraphs(
    ...answered(course).flatMap(({ label, path, checks }) => [
      `## [${label}](${path})`,
      ...checks.map(({ question: asked, options }) =>
        paragraphs(
          `### ${asked}`,
          list(options.map(({ label: option, right, reason }) => `**${option}**${right ? " (right)" : ""} ${reason}`)),
        ),
      ),
    ]),
  );
