"""Serves the labs' Python files by FastAPI, with a world that prints what is done to it. Usage: serve.py FILE…

A request that names a service as `down` finds it so at every attempt.
"""

import importlib.util
import json
import socket
import sys
import types

import fastapi
import inngest
import inngest.fast_api
import uvicorn


def effect(what: str, *args: object) -> None:
    if any(isinstance(arg, dict) and arg.get("down") == what for arg in args):
        raise Exception(f"{what} is down")
    print("world", json.dumps([what, *args]), flush=True)


class World:
    """Each method is an async function that prints its name and what it was given, and returns what it is set to."""

    def __init__(self, name: str, **answers: object) -> None:
        for method, answer in answers.items():
            setattr(self, method, self._method(f"{name}.{method}", answer))

    def _method(self, what: str, answer: object):
        async def done(*args: object) -> object:
            effect(what, *args)
            return answer(*args) if callable(answer) else answer

        return done


app = types.ModuleType("app")
app.client = inngest.Inngest(app_id="labs", is_production=False)
app.db = World(
    "db",
    customer={"id": "c-1", "name": "Mira"},
    thread={"id": "t-1", "question": "Where is my order?"},
    save_draft={"id": "drafts-1"},
    audit=lambda request_id, action: {"action": action},
)
app.model = World("model", agent={"text": "A reply."})
app.chat = World("chat", post=None, notify=None)
app.agent = World("agent", investigate=lambda request: {"recommended": request.get("customerId") != "c-3"})
app.payments = World("payments", refund={"id": "re-1"})
sys.modules["app"] = app

functions = []
for file in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location("lab", file)
    lab = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lab)
    functions += [value for value in vars(lab).values() if isinstance(value, inngest.Function)]


@app.client.create_function(fn_id="catches", trigger=inngest.TriggerEvent(event="demo/catches"))
async def catches(ctx: inngest.Context) -> str:
    """Catches what a step raises to say that it must not be tried again."""

    async def refuse() -> None:
        effect("refused")
        raise inngest.NonRetriableError("no")

    async def after() -> str:
        return "after"

    try:
        await ctx.step.run("refuse", refuse)
    except inngest.NonRetriableError:
        pass
    return await ctx.step.run("after", after)


functions.append(catches)
web = fastapi.FastAPI()
inngest.fast_api.serve(web, app.client, functions)


# It listens before it says so: whoever calls then is served.
listening = socket.create_server(("127.0.0.1", 0))
print("serving", listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(web, log_level="error")).run(sockets=[listening])
