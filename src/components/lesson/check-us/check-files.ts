// What a reader needs to run a lab's files outside the lab: those files, a server for them, their dependencies, and the commands.
// Pure; the server's text and the SDK's version come from outside.
import type { Lab } from "../../../content/labs.ts";

export type Given = {
  /** Text of `serve.ts`. */
  readonly serve: string;
  /** Version of the SDK that the labs run. */
  readonly sdk: string;
};

/** Files by name: those of the lab's solution, `package.json` and `serve.ts`. */
export function checkFiles(lab: Lab, { serve, sdk }: Given): { readonly [file: string]: string } {
  const project = { name: `check-${lab.id}`, private: true, type: "module", dependencies: { inngest: sdk } };
  return { "package.json": `${JSON.stringify(project, undefined, 2)}\n`, "serve.ts": serve, ...solutionOf(lab) };
}

/** What is typed into three terminals; `site` is the address that the files are fetched from. */
export function checkCommands(lab: Lab, site: string): { readonly serve: string; readonly server: string; readonly send: string } {
  const names = ["package.json", "serve.ts", ...Object.keys(solutionOf(lab))];
  const event = lab.acts[0]?.event;
  return {
    serve: [
      `mkdir check-${lab.id} && cd check-${lab.id}`,
      `curl -fsS --remote-name-all "${new URL(`/check/${lab.id}/`, site).href}{${names.join(",")}}"`,
      "npm install",
      "node serve.ts",
    ].join("\n"),
    server: "npx inngest-cli@latest dev -u http://localhost:3000/api/inngest",
    send: `curl -X POST http://localhost:8288/e/check -d '${JSON.stringify(event)}'`,
  };
}

function solutionOf({ id, solution, variants }: Lab): { readonly [file: string]: string } {
  const files = variants[solution];
  if (files === undefined) throw new Error(`The lab "${id}" has no variant "${solution}".`);
  return files;
}

/** Said above the commands. */
export const CHECK_US = {
  title: "Check us",
  intro:
    "Do not take our engine’s word for it. These commands put the very files of this lab behind Inngest’s own dev server (Node 22.18 or newer). `serve.ts` is the one file that the lab does not have: it listens on port 3000, and where the lab has a world it prints what would have been done to it, and answers three seconds later.",
  terminals: { serve: "First terminal", server: "Second terminal", send: "Third terminal: the event that starts it" },
} as const;
