# The wait of the gate in Python (inngest 0.5). Shown in the prose; checked for syntax, not run here.
import datetime

import inngest

from app import audit, client, payments


@client.create_function(
    fn_id="refund-gate",
    trigger=inngest.TriggerEvent(event="refund/requested"),
)
async def refund_gate(ctx: inngest.Context) -> dict[str, str]:
    request_id = str(ctx.event.data["requestId"])
    decision = await ctx.step.wait_for_event(
        "wait-for-decision",
        event="refund/decided",
        timeout=datetime.timedelta(hours=4),
        if_exp="event.data.requestId == async.data.requestId",
    )
    if decision is None:
        await ctx.step.run("audit-timeout", audit.record, "refund_timed_out", request_id)
        return {"refund": "timed out"}
    if decision.data["approved"] is not True:
        await ctx.step.run("audit-rejected", audit.record, "refund_rejected", request_id)
        return {"refund": "rejected"}
    await ctx.step.run("issue-refund", payments.refund, request_id)
    await ctx.step.run("audit-issued", audit.record, "refund_issued", request_id)
    return {"refund": "issued"}
