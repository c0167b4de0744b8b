// The one connection to a place: opened on first use, facts and place view as signals.
// Boundary: `LabSession`. Nothing here knows which place it is.
import { batch, signal } from "@preact/signals";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { LabSession, PlaceView, SessionUpdate } from "../../../../sandbox/session/lab-session.ts";
import type { LabSetup, Loading, Opened } from "../../../../sandbox/session/open.ts";
import type { LabPorts } from "./ports.ts";

export type PlaceModel = ReturnType<typeof createPlaceModel>;

export function createPlaceModel(open: LabPorts["open"], follow: (door: Opened, reload: () => void) => () => void) {
  const facts = signal<readonly Fact[]>([]);
  const place = signal<PlaceView | undefined>(undefined);
  const opening = signal(false);
  const opened = signal(false);
  /** What has come of the place while it opens. */
  const loading = signal<Loading | undefined>(undefined);
  const failure = signal<string | undefined>(undefined);
  const role = signal<"own" | "observer">("own");
  const keeps = signal(true);
  let pending: Promise<Opened> | undefined;
  let leave: (() => void)[] = [];

  /** A batch that does not follow on what is known (an engine was replaced meanwhile) has the whole log read again. */
  const took =
    (session: LabSession) =>
    (update: SessionUpdate): void =>
      batch(() => {
        const last = facts.peek().at(-1)?.seq ?? 0;
        const fresh = update.facts.filter((fact) => fact.seq > last);
        const first = fresh[0];
        if (first !== undefined && first.seq > last + 1) refresh(session);
        else if (first !== undefined) facts.value = [...facts.peek(), ...fresh];
        place.value = update.place;
      });

  const reload = async (session: LabSession): Promise<void> => {
    const [all, view] = await Promise.all([session.facts(), session.place().catch(unanswered)]);
    batch(() => {
      facts.value = all;
      if (view !== undefined) place.value = view;
    });
  };
  /** What cannot be read now (an engine was replaced meanwhile) comes with the next batch. */
  const refresh = (session: LabSession): void => void reload(session).catch(() => undefined);

  const connect = async (setup: LabSetup): Promise<Opened> => {
    const door = await open(setup, (now) => (loading.value = now));
    leave = [
      door.session.subscribe(took(door.session)),
      door.onRole((now) => {
        role.value = now;
        refresh(door.session);
      }),
      follow(door, () => {
        keeps.value = door.session.capabilities.keeps;
        refresh(door.session);
      }),
    ];
    await reload(door.session);
    batch(() => {
      role.value = door.role();
      keeps.value = door.session.capabilities.keeps;
      opened.value = true;
    });
    return door;
  };

  return {
    facts,
    place,
    opening,
    opened,
    loading,
    failure,
    role,
    keeps,
    reload: async () => {
      const door = await pending;
      if (door !== undefined) await reload(door.session);
    },
    /** The open place; opens it on the first call. A failure is kept as a sentence, and the next call tries again. */
    ensure(setup: () => LabSetup): Promise<Opened> {
      if (pending !== undefined) return pending;
      batch(() => {
        opening.value = true;
        loading.value = undefined;
        failure.value = undefined;
      });
      pending = connect(setup());
      pending
        .catch((error: unknown) => {
          pending = undefined;
          failure.value = error instanceof Error ? error.message : String(error);
        })
        .finally(() => (opening.value = false));
      return pending;
    },
    async dispose(): Promise<void> {
      const door = await pending?.catch(() => undefined);
      for (const end of leave) end();
      await door?.session.dispose();
      pending = undefined;
      opened.value = false;
    },
  };
}

/** A tab that looks on is answered by the one that runs the lab, which may be frozen, or only starting: its log is shown all the same. */
function unanswered(error: unknown): undefined {
  if ((error as { readonly code?: unknown }).code !== "observer") throw error;
}
