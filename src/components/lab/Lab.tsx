// The lab's frame: one panel with hairlines, the same markup from the server and in the page.
import type { ComponentProps, JSX, Ref } from "preact";
import "../../styles/panel.css";
import "./Lab.css";
import "./Requests.css";
import "./Settings.css";
import { Code } from "./Code.tsx";
import { Controls } from "./Controls.tsx";
import { Footer } from "./Footer.tsx";
import { Goals } from "./Goals.tsx";
import { Journal } from "./Journal.tsx";
import type { CodeColors } from "./model/code-colors.ts";
import { asks, type LabModel } from "./model/lab-model.ts";
import { Ending, Moving, PlaceSwitch } from "./parts.ts";
import { Prediction } from "./Prediction.tsx";
import { Source } from "./Source.tsx";
import { Tabs } from "./Tabs.tsx";
import { Timeline } from "./Timeline.tsx";

type FrameProps = {
  readonly lab: LabModel;
  readonly colors: CodeColors;
  readonly compact?: boolean;
  readonly root?: Ref<HTMLElement>;
};

export function Frame({ lab, colors, compact = false, root }: FrameProps): JSX.Element {
  return (
    <section
      class="lab not-content"
      ref={root ?? null}
      data-compact={compact ? "" : undefined}
      data-lab={lab.lab.id}
      data-state={lab.state.value}
      data-run={lab.run.value}
      data-place={lab.whose.value}
      data-facts={lab.place.facts.value.length}
      data-where={lab.where.state.value.place}
      aria-label={`Lab: ${lab.lab.title}`}
    >
      {compact ? null : <Head lab={lab} />}
      {compact || !lab.where.tells.value ? null : <Moving lab={lab} at="head" />}
      <div class="lab-desk">
        {compact ? null : <Prediction lab={lab} />}
        <Controls lab={lab} compact={compact} />
      </div>
      {compact || lab.ending.value === undefined ? null : <Ending lab={lab} lines={lab.ending.value} />}
      <Timeline lab={lab} />
      {compact ? (
        <div class="lab-demo-code">
          <Source lab={lab} colors={colors} />
        </div>
      ) : null}
      {compact ? null : (
        <div class="lab-columns" id={`act-${lab.lab.id}`} role="tabpanel" aria-label={lab.act.value?.title ?? ""}>
          <div class="lab-left">
            <Code lab={lab} colors={colors} />
            <Goals lab={lab} asking={asks(lab)} />
          </div>
          <Journal lab={lab} />
        </div>
      )}
      {compact ? null : <Footer lab={lab} />}
    </section>
  );
}

type HeadLab = Pick<LabModel, "act" | "actIndex" | "awake" | "isDone" | "lab"> &
  ComponentProps<typeof PlaceSwitch>["lab"] & { readonly press: Pick<LabModel["press"], "enterAct"> };

function Head({ lab }: { readonly lab: HeadLab }): JSX.Element {
  const act = lab.act.value;
  return (
    <header class="lab-head">
      <div>
        <p class="lab-kicker">
          Lab · act {lab.actIndex.value + 1} of {lab.lab.acts.length}
          {act?.open === true ? " · open challenge" : ""}
        </p>
        <h2>{act?.title}</h2>
        <p class="lab-task">{act?.task}</p>
      </div>
      <div class="lab-head-side">
        {lab.where.mayMove.value ? <PlaceSwitch lab={lab} at="head" /> : null}
        <Tabs
          label="Acts"
          class="lab-acts"
          controls={`act-${lab.lab.id}`}
          selected={String(lab.actIndex.value)}
          disabled={!lab.awake.value}
          onSelect={(id) => void lab.press.enterAct(Number(id))}
          items={lab.lab.acts.map((each, index) => ({
            id: String(index),
            label: String(index + 1),
            name: `Act ${index + 1}: ${each.title}`,
            done: lab.isDone(index),
          }))}
        />
      </div>
    </header>
  );
}
