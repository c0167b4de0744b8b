# The human gate in Python (inngest 0.5), with the endings of the TypeScript.
import datetime

import inngest

from app import agent, chat, client, db, payments

GATE = "event.data.requestId == async.data.requestId"


@client.create_function(
    fn_id="refund-gate",
    trigger=inngest.TriggerEvent(event="refund/requested"),
    retries=1,
)
async def refund_gate(ctx: inngest.Context) -> dict:
    step, request = ctx.step, ctx.event.data
    request_id = request["requestId"]

    async def end(action: str) -> dict:
        return await step.run("audit", db.audit, request_id, action)

    try:
        advice = await step.run(
            "investigate", agent.investigate, request
        )
    except inngest.StepError:
        return await end("refund_not_investigated")
    if not advice["recommended"]:
        return await end("refund_not_recommended")

    big = request["amountCents"] >= 10_000  # $100
    if big:
        try:
            reply, _ = await ctx.group.parallel(
                (
                    lambda: step.wait_for_event(
                        "answer",
                        event="refund/decided",
                        timeout=datetime.timedelta(hours=4),
                        if_exp=GATE,
                    ),
                    lambda: step.run(
                        "notify-approver", chat.notify, request, advice
                    ),
                )
            )
        except inngest.StepError:
            return await end("refund_notice_failed")
        if reply is None:
            return await end("refund_timed_out")
        if reply.data.get("approved") is not True:
            return await end("refund_rejected")

    try:
        await step.run("issue-refund", payments.refund, request)
    except inngest.StepError:
        return await end("refund_unconfirmed")
    return await end("refund_issued" if big else "refund_automatic")
