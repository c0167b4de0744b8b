# The quick win in Python (inngest 0.5).
import datetime

import inngest

from app import client


@client.create_function(
    fn_id="greet-customer",
    trigger=inngest.TriggerEvent(event="demo/greet"),
)
async def greet_customer(ctx: inngest.Context) -> dict:
    print("starting")
    name = ctx.event.data["name"]

    async def greet() -> dict:
        return {"text": f"Welcome, {name}."}

    async def say_goodbye() -> dict:
        return {"text": f"Goodbye, {name}."}

    hello = await ctx.step.run("greeting", greet)
    await ctx.step.sleep("three-days", datetime.timedelta(days=3))
    bye = await ctx.step.run("farewell", say_goodbye)
    return {"hello": hello, "bye": bye}
