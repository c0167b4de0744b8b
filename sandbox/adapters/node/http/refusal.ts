// How a request is turned down: in the words and the envelope of the interface that was asked (protocol.md 6.2, 6.4).
// A refusal says what was wrong and what to do next; it never quotes a key.

export type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/** The envelope that belongs to a path: a list of errors in v2, `data: null` in v1, `{error, status}` elsewhere. */
export function refuse(path: string, { status, code, message }: Refusal, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(envelope(path, { status, code, message })), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

function envelope(path: string, { status, code, message }: Refusal): object {
  if (/^(\/api)?\/v2(\/|$)/.test(path)) return { errors: [{ code, message }] };
  if (/^\/v1(\/|$)/.test(path)) return { error: message, data: null, status };
  return { error: message, status };
}

export const badRequest = (message: string): Refusal => ({ status: 400, code: "invalid_request", message });
export const notFound = (message: string): Refusal => ({ status: 404, code: "not_found", message });
export const tooLarge = (most: number): Refusal => ({
  status: 413,
  code: "request_too_large",
  message: `The request's body is larger than ${most} bytes. Send less at once.`,
});
