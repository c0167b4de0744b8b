// Steps one after another, and steps side by side.
import { inngest } from "./client.ts";

const ran = (name: string): string => {
  console.log(name);
  return name;
};

export const noStep = inngest.createFunction({ id: "no-step", triggers: { event: "no-step" } }, () => "done");

export const oneStep = inngest.createFunction({ id: "one-step", triggers: { event: "one-step" } }, ({ step }) =>
  step.run("a", () => ran("a")),
);

export const seq = inngest.createFunction({ id: "seq", triggers: { event: "seq" } }, async ({ step }) => {
  const first = await step.run("s", () => ran("s 0"));
  const second = await step.run("s", () => ran("s 1"));
  const third = await step.run("s", () => ran("s 2"));
  return [first, second, third];
});

export const fiveSteps = inngest.createFunction({ id: "five-steps", triggers: { event: "five-steps" } }, async ({ step }) => {
  const seen: string[] = [];
  for (const name of ["a", "b", "c", "d", "e"]) seen.push(await step.run(name, () => ran(name)));
  return seen;
});

export const threeParallel = inngest.createFunction({ id: "three-parallel", triggers: { event: "three-parallel" } }, ({ step }) =>
  Promise.all([step.run("x", () => ran("x")), step.run("y", () => ran("y")), step.run("z", () => ran("z"))]),
);

export const par = inngest.createFunction({ id: "par", triggers: { event: "par" } }, async ({ step }) => {
  const group = await Promise.all([step.run("x", () => ran("x")), step.run("y", () => ran("y")), step.run("z", () => ran("z"))]);
  return [...group, await step.run("after", () => ran("after"))];
});

export const oneThreeTwo = inngest.createFunction({ id: "one-three-two", triggers: { event: "one-three-two" } }, async ({ step }) => {
  const first = await step.run("first", () => ran("first"));
  const group = await Promise.all([step.run("x", () => ran("x")), step.run("y", () => ran("y")), step.run("z", () => ran("z"))]);
  const fifth = await step.run("fifth", () => ran("fifth"));
  const sixth = await step.run("sixth", () => ran("sixth"));
  return [first, ...group, fifth, sixth];
});

export const mix = inngest.createFunction({ id: "mix", triggers: { event: "mix" } }, async ({ step }) => {
  const runs = async (): Promise<string> => {
    const first = await step.run("a1", () => ran("a1"));
    return first + (await step.run("a2", () => ran("a2")));
  };
  const sleeps = async (): Promise<string> => {
    await step.sleep("nap", "2s");
    return step.run("b", () => ran("b"));
  };
  return Promise.all([runs(), sleeps()]);
});
