# The wrapped function in Python (inngest 0.5).
import inngest

from app import chat, client, db, model


@client.create_function(
    fn_id="answer-email",
    trigger=inngest.TriggerEvent(event="email/received"),
)
async def answer_email(ctx: inngest.Context) -> dict:
    step, event = ctx.step, ctx.event
    print("line 1")
    customer = await step.run(
        "load-customer", db.customer, event.data["from"]
    )
    thread = await step.run(
        "load-thread", db.thread, event.data["thread"]
    )
    reply = await step.run("run-agent", model.agent, customer, thread)
    draft = await step.run(
        "save-draft-reply",
        db.save_draft, thread, reply, f"draft-{event.id}",
    )
    await step.run(
        "notify-reviewer", chat.post, draft, f"review-{draft['id']}"
    )
    return {"draft": draft["id"]}
