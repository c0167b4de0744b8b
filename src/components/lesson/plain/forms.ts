// The one table of what each component says in plain text: without scripts, in print, in Markdown for agents and in the engine's
// docs. The compiler asks for a form of every component that pages are given.
import { listed, roads } from "../../../content/lists.ts";
import { sequenceInWords } from "../../figures/sequence.ts";
import type { Message } from "../../figures/sequence.ts";
import { coreSays, OPENING, PART_WORDS } from "../../landing/words.ts";
import type { GivenName } from "../given.ts";
import { tellAnswers, tellChallenge, tellCheck, tellCheckUs, tellLab, tellPredict, tellRecall, tellSource, tellTeaching } from "./lab.ts";
import type { Props, Tell } from "./mdx.ts";
import { tellBuilt, tellCoverage, tellExample, tellFallbacks, tellFigures, tellFlags, tellHowFast } from "./reference.ts";
import type { Sources } from "./sources.ts";
import { fence, list, optional, paragraphs, quote, text } from "./words.ts";

export type Form = (props: Props, children: string) => string;

export const formsOf = (sources: Sources): Readonly<Record<GivenName, Form>> => ({
  Answers: () => tellAnswers(sources),
  Built: () => tellBuilt(sources),
  Challenge: (props, children) => tellChallenge(sources, props, children),
  Check: (props) => tellCheck(sources, props),
  CheckUs: (props, children) => tellCheckUs(sources, props, children),
  Coverage: () => tellCoverage(sources),
  // There is nothing to press here.
  Demo: () => "",
  EngineFlags: () => tellFlags(sources),
  ExampleSource: (props) => tellExample(sources, props),
  Fallbacks: () => tellFallbacks(),
  Figures: () => tellFigures(sources),
  HowFast: (props) => tellHowFast(sources, props),
  Lab: (props) => tellLab(sources, props),
  Languages: (_, children) => children,
  Nerve: (props, children) => paragraphs(`Figure: ${text(props, "label")}`, children),
  OpenNow: () => coreSays(sources.course),
  Opening: (_, children) => paragraphs(`**${OPENING.title}.** ${OPENING.promise}`, children),
  Parts: () => list(Object.values(PART_WORDS).map(({ name, says }) => `**${name}**: ${says}`)),
  Pitfall: (props, children) => quote(paragraphs(`**Pitfall: ${text(props, "title")}**`, children)),
  Predict: (props) => tellPredict(sources, props),
  Python: (_, children) => paragraphs("**Python**", children),
  Recall: (props, children) => tellRecall(sources, props, children),
  Recap: (_, children) => paragraphs("## Recap", children),
  Roads: () => list(roads(sources.course).map((road) => `[${road.label}](${road.path}), about ${road.minutes} minutes: ${road.summary}`)),
  Sequence: (props, children) =>
    paragraphs(`Figure: ${text(props, "label")}`, list(sequenceInWords(props["messages"] as readonly Message[])), children),
  Source: (props) => tellSource(sources, props),
  Teaching: (props) => tellTeaching(sources, props),
  Try: (props, children) => paragraphs("**Try it.**", children, prompt(optional(props, "prompt"))),
  TypeScript: (_, children) => paragraphs("**TypeScript**", children),
  Yours: (props, children) => paragraphs("### Yours", children, prompt(text(props, "prompt"))),
});

const prompt = (said: string | undefined): string => (said === undefined ? "" : fence(said.trim(), "md", "For your coding agent"));

/** Says what a component says, by its name. A name that pages are not given is a mistake of the page. */
export const tellBy =
  (forms: Readonly<Record<string, Form>>): Tell =>
  (name, props, children) => {
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    if (form === undefined) throw new Error(`There is no component <${name}>. There are: ${listed(Object.keys(forms))}.`);
    try {
      return form(props, children);
    } catch (error) {
      throw new Error(`<${name}>: ${(error as Error).message}`, { cause: error });
    }
  };
