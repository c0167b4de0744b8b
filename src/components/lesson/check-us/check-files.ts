// What a reader needs to run a lab's files outside the lab: those files, a server for them, their dependencies, and the commands.
// Pure; the server's text and the SDK's version come from outside.
import type { Lab } from "../../../content/labs.ts";

export type Given = {
  /** Text of `serve.ts`. */
  readonly serve: string;
  /** Version of the SDK that the labs run. */
  readonly sdk: string;
};

/** A duration that the reader shortens, since time is real on their machine: in `file`, `from` becomes `to`. */
export type Shorter = { readonly file: string; readonly from: string; readonly to: string };

/** Files by name: those of the lab's solution, `package.json` and `serve.ts`. */
export function checkFiles(lab: Lab, { serve, sdk }: Given): { readonly [file: string]: string } {
  const project = { name: `check-${lab.id}`, private: true, type: "module", dependencies: { inngest: sdk } };
  return { "package.json": `${JSON.stringify(project, undefined, 2)}\n`, "serve.ts": serve, ...solutionOf(lab) };
}

export type Command = { readonly title: string; readonly command: string };
export type Commands = {
  readonly fetch: Command;
  readonly serve: Command;
  readonly server: Command;
  readonly send: Command;
  /** Where the lab has a reviewer. */
  readonly decide?: Command;
};

/** What is typed into the terminals, with nothing left to fill in; `site` is the address that the files are fetched from. */
export function checkCommands(lab: Lab, site: string): Commands {
  const names = ["package.json", "serve.ts", ...Object.keys(solutionOf(lab))];
  const folder = `check-${lab.id}`;
  return {
    fetch: {
      title: "First terminal: the files",
      command: [
        `mkdir ${folder} && cd ${folder}`,
        `curl -fsS --remote-name-all "${new URL(`/check/${lab.id}/`, site).href}{${names.join(",")}}"`,
        "npm install",
      ].join("\n"),
    },
    serve: { title: "First terminal: your host", command: "node serve.ts" },
    server: {
      title: "Second terminal: Inngest’s dev server",
      command: "npx inngest-cli@latest dev -u http://localhost:3000/api/inngest",
    },
    send: { title: "Third terminal: an event, sent from code", command: sendFrom(folder, lab.acts[0]?.event) },
    ...(lab.decision && {
      decide: {
        title: "Third terminal: the reviewer’s answer",
        command: `curl -X POST http://localhost:8288/e/check -d '${JSON.stringify(lab.decision)}'`,
      },
    }),
  };
}

/** All of them, in the order in which they are typed. */
export const listedCommands = ({ fetch, serve, server, send, decide }: Commands): readonly Command[] => [
  fetch,
  serve,
  server,
  send,
  ...(decide ? [decide] : []),
];

/** Code that the reader may change: the client sends, whoever listens reacts. */
function sendFrom(folder: string, event: Lab["acts"][number]["event"] | undefined): string {
  return [
    `cd ${folder} && cat > send.ts <<'END'`,
    'import { inngest } from "./client.ts";',
    "",
    `const sent = await inngest.send(${JSON.stringify(event, undefined, 2)});`,
    "console.log(sent);",
    "END",
    "INNGEST_DEV=1 node send.ts",
  ].join("\n");
}

/** The lab's solution with the duration shortened. Throws where the text does not stand once in the file. */
export function shortened(files: { readonly [file: string]: string }, { file, from, to }: Shorter): { readonly [file: string]: string } {
  const parts = files[file]?.split(from) ?? [];
  if (parts.length !== 2) throw new Error(`${from} does not stand once in ${file}.`);
  return { ...files, [file]: parts.join(to) };
}

export function solutionOf({ id, solution, variants }: Lab): { readonly [file: string]: string } {
  const files = variants[solution];
  if (files === undefined) throw new Error(`The lab "${id}" has no variant "${solution}".`);
  return files;
}

/** What the reader changes before the host is started. */
export const shorterSays = ({ file, from, to }: Shorter): string =>
  `Time is real on your machine. Before you start your host, change \`${from}\` to \`${to}\` in \`${file}\`.`;

/** Said above the commands. */
export const CHECK_US = {
  title: "Check us",
  intro:
    "Do not take our engine’s word for it. These commands put the very files of this lab behind Inngest’s own dev server (Node 22.18 or newer). `serve.ts` is the one file that the lab does not have: it listens on port 3000, and where the lab has a world it prints what would have been done to it, and answers three seconds later.",
} as const;
