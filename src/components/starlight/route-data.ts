// Starlight's links to the last and the next page, as the course has them.
import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data";
import { neighbors } from "../../content/lists.ts";
import type { Page } from "../../content/page.ts";
import { course } from "./course.ts";

export const onRequest = defineRouteMiddleware(async ({ locals: { starlightRoute } }) => {
  const { last, next } = neighbors(await course(), starlightRoute.entry.id);
  starlightRoute.pagination = { prev: last && linkTo(last), next: next && linkTo(next) };
});

const linkTo = ({ label, path }: Page): NonNullable<StarlightRouteData["pagination"]["next"]> => ({
  type: "link",
  label,
  href: path,
  isCurrent: false,
  badge: undefined,
  attrs: {},
});
