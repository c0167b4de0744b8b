// What of the course can be read as plain text, with an address for each page.
import type { APIRoute } from "astro";
import { llmsIndex } from "../components/lesson/plain/llms.ts";
import { sitePages } from "../components/lesson/plain/of-site.ts";

export const GET: APIRoute = () => new Response(llmsIndex(sitePages(), import.meta.env.SITE));
