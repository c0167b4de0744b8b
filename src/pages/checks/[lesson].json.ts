// The right options and the reasons of one lesson's quick checks, fetched when an option is chosen.
import type { APIRoute, GetStaticPaths } from "astro";
import { course } from "../../components/starlight/course.ts";
import type { Check } from "../../content/fields.ts";
import { answered, answersOf } from "../../content/lists.ts";

export const getStaticPaths = (async () =>
  answered(await course()).map(({ name, checks }) => ({ params: { lesson: name }, props: { checks } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ checks: readonly Check[] }> = ({ props }) => Response.json(answersOf(props.checks));
