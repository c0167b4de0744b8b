// The scripted agent: one paid call to the model.
export type Greeting = { text: string; by: string };

export async function writeGreeting(
  name: string,
): Promise<Greeting> {
  const answer = await fetch("https://model.world/run", {
    method: "POST",
    body: JSON.stringify({
      task: "greet",
      input: { name },
    }),
  });
  if (!answer.ok) {
    throw new Error(`The model said ${answer.status}.`);
  }
  return (await answer.json()).output;
}
