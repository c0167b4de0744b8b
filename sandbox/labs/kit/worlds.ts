// Worlds that several labs share.
import type { Json } from "../../log/json.ts";

/** A support desk that answers emails: two customers with a thread each, and an agent that costs $0.20 a call. */
export const emailDesk: { readonly [key: string]: Json } = {
  records: {
    customers: [
      { id: "c-1", name: "Ada Moreno" },
      { id: "c-2", name: "Ben Laurent" },
    ],
    threads: [
      { id: "t-1", question: "Where is my parcel?" },
      { id: "t-2", question: "How do I change my address?" },
    ],
    drafts: [],
  },
  model: [
    {
      task: "answer-email",
      cents: 20,
      latencyMs: 1500,
      output: { text: "Dear {name}, thank you for asking: {question} A colleague will confirm the answer today." },
    },
  ],
};
