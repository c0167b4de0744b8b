// The whole course as plain text, with recordings and answers.
import type { APIRoute } from "astro";
import { llmsFull } from "../components/lesson/plain/llms.ts";
import { sitePages } from "../components/lesson/plain/of-site.ts";

export const GET: APIRoute = () => new Response(llmsFull(sitePages()));
