# The quick win in Python (inngest 0.5). Shown in the prose; checked for syntax, not run here.
import datetime

import inngest

client = inngest.Inngest(app_id="quick-win")


@client.create_function(
    fn_id="greet-customer",
    trigger=inngest.TriggerEvent(event="demo/greet"),
)
async def greet_customer(ctx: inngest.Context) -> dict[str, str]:
    print("starting")
    name = str(ctx.event.data["name"])

    async def greet() -> str:
        return f"Welcome, {name}."

    async def say_goodbye() -> str:
        return f"Goodbye, {name}."

    greeting = await ctx.step.run("greeting", greet)
    await ctx.step.sleep("three-days", datetime.timedelta(days=3))
    farewell = await ctx.step.run("farewell", say_goodbye)
    return {"greeting": greeting, "farewell": farewell}
