// The right options and the reasons of one lesson's quick checks, fetched when an option is chosen.
import type { APIRoute, GetStaticPaths } from "astro";
import { getCollection } from "astro:content";
import type { CollectionEntry } from "astro:content";

export const getStaticPaths = (async () => {
  const quizzes = await getCollection("quizzes");
  return quizzes.map((quiz) => ({ params: { quiz: quiz.id }, props: { quiz } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ quiz: CollectionEntry<"quizzes"> }> = ({ props }) => {
  const answers = props.quiz.data.checks.map((check) => [
    check.id,
    {
      right: check.options.find((option) => option.right)?.id,
      reasons: Object.fromEntries(check.options.map((option) => [option.id, option.reason])),
    },
  ]);
  return Response.json(Object.fromEntries(answers));
};
