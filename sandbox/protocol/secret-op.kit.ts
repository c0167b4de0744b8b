// Requests that a step asks the engine for, with a key in each place where one may stand.
import type { Json } from "../log/json.ts";

export type SecretWay = "auth_key" | "authorization" | "x-api-key" | "query" | "user";

export function opWithSecret(way: SecretWay, secret: string): Json {
  const base = { id: "h", userland: { id: "ask" } };
  const url = "https://ai.test/v1";
  if (way === "auth_key") return { ...base, op: "AIGateway", opts: { url, auth_key: secret, format: "openai-chat", body: {} } };
  if (way === "query")
    return { ...base, op: "AIGateway", opts: { url: `${url}?key=${encodeURIComponent(secret)}`, format: "gemini", body: {} } };
  if (way === "user") return { ...base, op: "Gateway", opts: { url: `https://me:${encodeURIComponent(secret)}@ai.test/` } };
  return { ...base, op: "Gateway", opts: { url, headers: { [way]: way === "authorization" ? `Bearer ${secret}` : secret } } };
}
