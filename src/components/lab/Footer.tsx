// What the learner can take along, and what stays.
import type { JSX } from "preact";
import { hand, saveFile } from "./hand-over.ts";
import type { LabModel } from "./model/lab-model.ts";
import { Press, type PressLab } from "./Press.tsx";
import "./Footer.css";

type FooterLab = PressLab &
  Pick<LabModel, "keep" | "lab" | "place" | "allRuns" | "said" | "undo"> & { readonly press: Pick<LabModel["press"], "reset" | "undo"> };

export function Footer({ lab }: { readonly lab: FooterLab }): JSX.Element {
  const ran = lab.place.opened.value && lab.allRuns.value.length > 0;
  return (
    <footer class="lab-footer">
      <Press lab={lab} name="Reset lab" onPress={lab.press.reset} quiet />
      {lab.undo.value?.of === "lab" ? <Press lab={lab} name="Undo reset" onPress={lab.press.undo} quiet /> : null}
      {ran ? <Press lab={lab} name="Share" onPress={() => share(lab)} quiet anyone /> : null}
      {ran ? <Press lab={lab} name="Export log" onPress={() => exportLog(lab)} quiet anyone /> : null}
      <Press lab={lab} name="Copy for my AI tutor" onPress={() => tutor(lab)} quiet anyone />
      <span class="lab-kept">
        {lab.place.keeps.value ? "Kept in this browser" : "Nothing will be kept: this browser gives the page no storage"}
      </span>
      {lab.said.value === undefined ? null : (
        <p class="lab-said" role="status" aria-label="Footer says">
          {lab.said.value.text}
          {lab.said.value.link === undefined ? null : (
            <input readOnly aria-label="Link" value={lab.said.value.link} onFocus={(event) => event.currentTarget.select()} />
          )}
        </p>
      )}
    </footer>
  );
}

async function share(lab: Pick<FooterLab, "keep" | "said">): Promise<void> {
  const fragment = await lab.keep.link();
  if (fragment === undefined) return void (lab.said.value = { text: "This run is too long for a link. Export log saves it as a file." });
  const link = `${location.origin}${location.pathname}${fragment}`;
  lab.said.value = {
    link,
    text: (await hand(link))
      ? "Copied. The link holds the run itself; no server has it. "
      : "Copy this link. It holds the run itself; no server has it. ",
  };
}

async function exportLog(lab: Pick<FooterLab, "keep" | "lab" | "said">): Promise<void> {
  const exported = await lab.keep.exported();
  if (exported === undefined) return;
  saveFile(`${lab.lab.id}-log.json`, JSON.stringify(exported, undefined, 1));
  lab.said.value = { text: `Saved ${exported.facts.length} facts as ${lab.lab.id}-log.json.` };
}

async function tutor(lab: Pick<FooterLab, "keep" | "said">): Promise<void> {
  const prompt = await lab.keep.tutor();
  const copied = await hand(prompt);
  lab.said.value = copied
    ? { text: "Copied: code, log, your prediction, and the rule to give hints first. Paste it to your assistant." }
    : { text: "Copying was refused. Select and copy: ", link: prompt };
}
