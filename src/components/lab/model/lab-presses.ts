// What each press does. A press that fails says so in the lab's sentence; none throws into the page.
import { batch } from "@preact/signals";
import { filledData } from "../../../../sandbox/session/event.ts";
import type { Files, LabSession, Rate } from "../../../../sandbox/session/lab-session.ts";
import type { LabSetup, Opened } from "../../../../sandbox/session/open.ts";
import type { PlaceName } from "../../../../sandbox/session/place-switch.ts";
import { sameFiles } from "./edits.ts";
import type { LabState } from "./lab-state.ts";
import { hasEnded } from "./runs.ts";
import { boundaryAt, createActs } from "./act-presses.ts";

export function createPresses(at: LabState) {
  const { lab, place, code, prediction } = at;

  const setup = (): LabSetup => ({
    id: lab.id,
    seed: lab.seed,
    startsAt: Date.parse(lab.clock),
    files: code.files.peek(),
    holds: at.act.peek()?.holds.map(boundaryAt) ?? [],
    imports: lab.imports,
    world: { options: lab.world.options, ...(lab.world.database === undefined ? {} : { database: lab.world.database }) },
    ...(lab.requests === undefined ? {} : { requests: lab.requests }),
  });

  /** The open session, with the goals and everything else the lab needs loaded beside it. */
  const session = async (): Promise<LabSession> => {
    const [door] = await Promise.all([place.ensure(setup), warm()]);
    return door.session;
  };

  const { warm } = at;

  const { entered, ...acts } = createActs(at, session);

  /** An edit that is being put into service: a run started meanwhile is a run of it. */
  let applying: Promise<void> = Promise.resolve();

  const opened = async (): Promise<Opened> => {
    await session();
    return place.ensure(setup);
  };

  /** Runs one press: counts as pending until its consequence is stored, and turns a failure into a sentence. */
  const press = async (act: (session: LabSession) => Promise<string | undefined | void>, moves = true): Promise<void> => {
    batch(() => {
      at.notice.value = undefined;
      at.said.value = undefined;
      at.away.value = false;
      at.scrub.value = undefined;
      if (moves) at.pending.value += 1;
    });
    try {
      await entered();
      at.notice.value = (await act(await session())) ?? undefined;
      at.where.pressed(await place.ensure(setup));
    } catch (error) {
      if (place.failure.peek() === undefined)
        at.notice.value = `That did not work: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      if (moves) at.pending.value -= 1;
    }
  };

  /** Puts the shown files into service when others are. */
  const serve = async (to: LabSession): Promise<boolean> => {
    const serving = place.facts.peek().findLast((fact) => fact.type === "code.deployed");
    if (serving?.type !== "code.deployed" || sameFiles(serving.files, code.files.peek())) return true;
    return deployed(to, { files: code.files.peek(), by: code.edited.peek() ? "learner" : "lab" });
  };

  const deployed = async (
    to: LabSession,
    next: { readonly files: Files; readonly by: Parameters<LabSession["deploy"]>[1]; readonly id?: string },
  ): Promise<boolean> => {
    const result = await to.deploy(next.files, next.by, next.id);
    if (result.ok) code.accepted(next.files);
    else code.error.value = { message: result.message, ...(result.place === undefined ? {} : { place: result.place }) };
    if (!result.ok && result.place !== undefined) code.shown.value = result.place.file;
    return result.ok;
  };

  const rejected = "The new code was not accepted; what served before still serves. The message stands beside the code.";

  return {
    warm,
    session,
    run: () =>
      press(async (to) => {
        prediction.leave();
        await applying;
        if (!(await serve(to))) return rejected;
        prediction.running(place.facts.peek().at(-1)?.seq ?? 0);
        const event = at.act.peek()?.events[at.event.peek()];
        if (event !== undefined)
          await to.send({
            name: event.name,
            data: filledData(event, place.facts.peek()),
            ...(event.id === undefined ? {} : { id: event.id }),
          });
      }),
    rerun: () =>
      press(async (to) => {
        const newest = at.newest.peek();
        if (newest === undefined) return "Nothing has run yet.";
        await applying;
        if (!(await serve(to))) return rejected;
        await to.rerun(newest.runId);
      }),
    crash: () =>
      press(async (to) => {
        if (at.runs.peek().some((run) => !hasEnded(run))) return to.host.kill();
        await (place.place.peek()?.armed === undefined ? to.arm(armedAt(at)) : to.arm(undefined));
      }, false),
    start: () =>
      press(async (to) => {
        const result = await to.host.start();
        if (result.ok) return;
        code.error.value = { message: result.message, ...(result.place === undefined ? {} : { place: result.place }) };
        return rejected;
      }),
    stopCode: () => press((to) => to.host.kill(), false),
    restartEngine: () =>
      press(async (to) => {
        await to.engine.restart();
        await place.reload();
      }),
    wake: () => press((to) => to.clock.next()),
    pause: () => press((to) => to.clock.pause(place.place.peek()?.clock.paused !== true), false),
    speed: (rate: Rate) => press((to) => to.clock.rate(rate), false),
    checkpointing: (on: boolean) => press((to) => to.engine.checkpointing(on), false),
    fault: (id: string, on: boolean) => press((to) => to.fault(id, on), false),
    decide: (request: string, answer: "approve" | "reject") => press((to) => to.decide(request, answer)),
    choosePlace: (next: PlaceName) => {
      at.more.value = false;
      return press(() => at.where.choose(next, opened), false);
    },
    stayEmbedded: async () => at.where.stay(place.opened.peek() ? await place.ensure(setup) : undefined),
    takeOver: () => press(async () => (await place.ensure(setup)).takeOver(), false),
    applyEdit: () => {
      applying = press(async (to) => {
        if (!(await deployed(to, code.pending()))) return rejected;
        return at.newest.peek() === undefined ? "The new code serves. Press Run." : "The new code serves. Unfinished runs go on with it.";
      });
      return applying;
    },
    reset: () =>
      press(async (to) => {
        code.forget();
        at.solutionAt.value = {};
        at.hint.value = 0;
        await to.reset(code.files.peek());
        await place.reload();
        await to.holds(at.act.peek()?.holds.map(boundaryAt) ?? []);
        return "Log, database and your edits are gone. The lab is as it was.";
      }, false),
    crashAt: (index: number) => {
      at.crashAt.value = index;
      if (place.place.peek()?.armed === undefined) return Promise.resolve();
      return press((to) => to.arm(armedAt(at)), false);
    },
    ...acts,
  };
}

function armedAt(at: LabState) {
  const act = at.act.peek();
  const chosen = act?.crashAt[at.crashAt.peek()] ?? act?.crashAt[0] ?? act?.holds[0];
  return chosen === undefined ? ({ boundary: "before step" } as const) : boundaryAt(chosen);
}
