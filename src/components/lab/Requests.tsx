// A decision that a person owes, as the reviewer would see it in chat: who asks, what, how much, why, and how long is left.
import type { JSX } from "preact";
import { dollars } from "../../../sandbox/log/read.ts";
import { roughly, value } from "./model/format.ts";
import type { LabModel } from "./model/lab-model.ts";
import type { RequestView } from "./model/requests.ts";

type AskingLab = Pick<LabModel, "awake" | "now" | "place" | "press" | "requests">;

export function Requests({ lab }: { readonly lab: AskingLab }): JSX.Element {
  return (
    <div class="lab-requests">
      {lab.requests.value.map((request) => (
        <Request key={request.id} lab={lab} request={request} />
      ))}
    </div>
  );
}

const FIRST = ["customer", "orderId", "amountCents", "recommendation", "why"];

function Request({ lab, request }: { readonly lab: AskingLab; readonly request: RequestView }): JSX.Element {
  const observer = lab.place.role.value === "observer";
  const decide = (answer: "approve" | "reject") => () => !observer && void lab.press.decide(request.id, answer);
  const known = FIRST.filter((name) => request.detail[name] !== undefined);
  const left = request.until === undefined ? "Nobody waits for the answer yet." : `${roughly(request.until - lab.now.value)} left.`;
  return (
    <div role="group" aria-label={`Request ${request.id}`} class="lab-request">
      <p class="lab-request-head">
        <b>The agent asks you</b> <span>{request.id}</span>
      </p>
      <dl>
        {known.map((name) => (
          <div key={name}>
            <dt>{LABELS[name]}</dt>
            <dd>{name === "amountCents" ? dollars(Number(request.detail[name])) : value(request.detail[name], 160)}</dd>
          </div>
        ))}
      </dl>
      <p class="lab-request-left">
        {request.sent === undefined
          ? left
          : `You ${request.sent === "approve" ? "approved" : "rejected"} this. ${request.until === undefined ? "" : "The run still waits."}`}
      </p>
      <div class="lab-request-answers">
        <button type="button" disabled={!lab.awake.value} aria-disabled={observer ? true : undefined} onClick={decide("approve")}>
          Approve
        </button>
        <button type="button" disabled={!lab.awake.value} aria-disabled={observer ? true : undefined} onClick={decide("reject")}>
          Reject
        </button>
      </div>
    </div>
  );
}

const LABELS: Readonly<Record<string, string>> = {
  customer: "Customer",
  orderId: "Order",
  amountCents: "Refund",
  recommendation: "Agent advises",
  why: "Because",
};
