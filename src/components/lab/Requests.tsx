// Decisions that a person owes, as the reviewer would see them in chat: who asks, what, how much, why, and how long is left.
// The newest stands first; one that is decided folds to a line. On a phone they are a sheet, opened from the bar.
import type { JSX } from "preact";
import { dollars } from "../../../sandbox/log/read.ts";
import { count, roughly, value } from "./model/format.ts";
import type { LabModel } from "./model/lab-model.ts";
import { isOpen, newestFirst, type RequestView } from "./model/requests.ts";

type AskingLab = Pick<LabModel, "awake" | "cards" | "filled" | "now" | "place" | "press" | "requests">;
type Props = { readonly lab: AskingLab };

export function Requests({ lab }: Props): JSX.Element | null {
  const requests = newestFirst(lab.requests.value);
  if (requests.length === 0) return null;
  return (
    <div class="lab-requests" data-filled={lab.filled.value === "Requests" ? "" : undefined}>
      {requests
        .filter(({ over }) => over === undefined)
        .map((request) => (
          <Request key={request.id} lab={lab} request={request} />
        ))}
      <Past lab={lab} requests={requests.filter(({ over }) => over !== undefined)} />
      <button type="button" class="lab-later" onClick={() => (lab.cards.value = false)}>
        Later
      </button>
    </div>
  );
}

/** Cards of runs that have ended, folded away. */
function Past({ lab, requests }: Props & { readonly requests: readonly RequestView[] }): JSX.Element | null {
  if (requests.length === 0) return null;
  return (
    <details class="lab-requests-past">
      <summary>{count(requests.length, "request")} of runs that have ended</summary>
      {requests.map((request) => (
        <Request key={request.id} lab={lab} request={request} />
      ))}
    </details>
  );
}

/** Phone: the cards in one line of the bar, and the press that opens them. */
export function RequestsLine({ lab }: Props): JSX.Element | null {
  const open = lab.requests.value.filter(isOpen);
  const all = lab.requests.value.filter(({ over }) => over === undefined).length;
  if (all === 0) return null;
  return (
    <p class="lab-requests-line">
      <b>{open.length === 0 ? `${count(all, "request")} decided` : `${count(open.length, "request")} for you`}</b>
      {/* As the next thing to do it stands among the presses. */}
      {lab.filled.value === "Requests" ? null : (
        <button type="button" onClick={() => (lab.cards.value = true)}>
          {all === 1 ? "Open card" : "Open cards"}
        </button>
      )}
    </p>
  );
}

type RequestProps = Props & { readonly request: RequestView };

function Request({ lab, request }: RequestProps): JSX.Element {
  return (
    <div
      role="group"
      aria-label={`Request ${request.id}`}
      class="lab-request"
      data-sent={isOpen(request) ? undefined : (request.sent ?? "")}
    >
      {isOpen(request) ? (
        <>
          <p class="lab-request-head">
            <b>The agent asks you</b> <span>{request.id}</span>
          </p>
          <Card lab={lab} request={request} />
        </>
      ) : (
        <details>
          <summary class="lab-request-head">
            <b>{decidedOn(request)}</b> <span>{request.id}</span>
          </summary>
          <Card lab={lab} request={request} />
        </details>
      )}
    </div>
  );
}

const FIRST = ["customer", "orderId", "amountCents", "recommendation", "why"];

function Card({ lab, request }: RequestProps): JSX.Element {
  const known = FIRST.filter((name) => request.detail[name] !== undefined);
  return (
    <>
      <dl>
        {known.map((name) => (
          <div key={name}>
            <dt>{LABELS[name]}</dt>
            <dd>{name === "amountCents" ? dollars(Number(request.detail[name])) : value(request.detail[name], 160)}</dd>
          </div>
        ))}
      </dl>
      <p class="lab-request-left">{leftOf(request, lab.now.value)}</p>
      {isOpen(request) ? (
        <div class="lab-request-answers">
          <Answer lab={lab} request={request} answer="approve" />
          <Answer lab={lab} request={request} answer="reject" />
        </div>
      ) : null}
    </>
  );
}

function Answer({ lab, request, answer }: RequestProps & { readonly answer: "approve" | "reject" }): JSX.Element {
  const observer = lab.place.role.value === "observer";
  const decide = (): void => {
    if (observer) return;
    lab.cards.value = false;
    void lab.press.decide(request.id, answer);
  };
  return (
    <button type="button" disabled={!lab.awake.value} aria-disabled={observer ? true : undefined} onClick={decide}>
      {answer === "approve" ? "Approve" : "Reject"}
    </button>
  );
}

const decidedOn = ({ sent }: RequestView): string =>
  sent === undefined ? "Nobody decided this" : `You ${sent === "approve" ? "approved" : "rejected"} this`;

function leftOf({ sent, until, over }: RequestView, now: number): string {
  if (over !== undefined) return over === "cancelled" ? "Its run was cancelled." : `Its run has ${over}.`;
  if (sent !== undefined) return until === undefined ? "" : "The run still waits.";
  return until === undefined ? "Nobody waits for the answer yet." : `${roughly(until - now)} left.`;
}

const LABELS: Readonly<Record<string, string>> = {
  customer: "Customer",
  orderId: "Order",
  amountCents: "Refund",
  recommendation: "Agent advises",
  why: "Because",
};
