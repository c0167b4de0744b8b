// The course as plain text, without recordings and answers.
import type { APIRoute } from "astro";
import { llmsSmall } from "../components/lesson/plain/llms.ts";
import { sitePages } from "../components/lesson/plain/of-site.ts";

export const GET: APIRoute = () => new Response(llmsSmall(sitePages()));
