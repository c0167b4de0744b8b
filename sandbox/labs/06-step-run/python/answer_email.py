# The wrapped function in Python (inngest 0.5). Shown in the prose; checked for syntax, not run here.
import inngest

from app import chat, client, db, model


@client.create_function(
    fn_id="answer-email",
    trigger=inngest.TriggerEvent(event="email/received"),
)
async def answer_email(ctx: inngest.Context) -> dict[str, str]:
    data = ctx.event.data
    customer = await ctx.step.run("load-customer", db.customer, data["from"])
    thread = await ctx.step.run("load-thread", db.thread, data["thread"])
    reply = await ctx.step.run("run-agent", model.agent, customer, thread)
    draft = await ctx.step.run("save-draft-reply", db.save_draft, thread, reply)
    await ctx.step.run("notify-reviewer", chat.post, draft, f"review-{draft['id']}")
    return {"draft": draft["id"]}
