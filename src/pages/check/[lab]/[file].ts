// The files that "Check us" fetches: a lab's solution as it was tested, and what serves it on the reader's machine.
import type { APIRoute, GetStaticPaths } from "astro";
import packageJson from "../../../../package.json";
import { checkFiles } from "../../../components/lesson/check-us/check-files.ts";
import serve from "../../../components/lesson/check-us/serve.ts?raw";
import { course } from "../../../components/starlight/course.ts";
import { labsHeld } from "../../../content/lists.ts";

const given = { serve, sdk: packageJson.dependencies.inngest };

export const getStaticPaths = (async () =>
  labsHeld(await course()).flatMap((lab) =>
    Object.entries(checkFiles(lab, given)).map(([file, text]) => ({ params: { lab: lab.id, file }, props: { text } })),
  )) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) =>
  new Response(props.text, { headers: { "content-type": "text/plain; charset=utf-8" } });
