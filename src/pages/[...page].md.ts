// Each page's own Markdown: its address with `.md` in place of the last slash.
import type { APIRoute, GetStaticPaths } from "astro";
import { sitePages } from "../components/lesson/plain/of-site.ts";

export const getStaticPaths = (() =>
  sitePages().map(({ page, text }) => ({ params: { page: page.id }, props: { text } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) => new Response(`${props.text}\n`);
