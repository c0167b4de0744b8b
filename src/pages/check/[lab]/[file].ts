// The files that "Check us" fetches: a lab's solution as it was tested, and what serves it on the reader's machine.
import type { APIRoute, GetStaticPaths } from "astro";
import { checkFiles } from "../../../components/lesson/check-files.ts";

const labs = ["quick-win", "step-run", "human-gate"];

export const getStaticPaths = (() =>
  labs.flatMap((lab) =>
    Object.entries(checkFiles(lab, "solution")).map(([file, text]) => ({ params: { lab, file }, props: { text } })),
  )) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) =>
  new Response(props.text, { headers: { "content-type": "text/plain; charset=utf-8" } });
