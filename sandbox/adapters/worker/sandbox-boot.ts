// The only script of the iframe sandbox, inline in its `srcdoc`. It makes and ends host workers as the page says, and
// runs none of the learner's code itself: a frame's own script could navigate the frame away, which no policy can stop.
// A classic blob worker that imports a blob module is the one form that starts in an opaque origin in every browser.
// `policy.ts` carries the hash of this text; a test recomputes it.

/** Messages to the iframe sandbox. `spawn` and `attach` come with a port, which goes straight through to the worker. */
export type ToSandbox =
  | { readonly type: "vendor"; readonly name: string; readonly text: string }
  | { readonly type: "spawn"; readonly key: number; readonly vendors: readonly string[] }
  | { readonly type: "attach"; readonly key: number }
  | { readonly type: "end"; readonly key: number };

/** Messages from the iframe sandbox. `broke`: a worker failed before or outside its port. */
export type FromSandbox = { readonly type: "ready" } | { readonly type: "broke"; readonly key: number; readonly message: string };

/** Name of the text that every host worker imports first. */
export const HOST_TEXT = "host";

export const SANDBOX_BOOT = `
const urls = new Map(), workers = new Map();
let entryUrl;
const blob = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const entry = (url) => blob("const q=[];self.onmessage=(e)=>q.push(e);import(" + JSON.stringify(url) +
  ").then((m)=>m.boot(q,self),(e)=>{setTimeout(()=>{throw e})})");
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  const say = event.data;
  if (say.type === "vendor") urls.set(say.name, blob(say.text));
  if (say.type === "attach") workers.get(say.key)?.postMessage("attach", event.ports);
  if (say.type === "end") { workers.get(say.key)?.terminate(); workers.delete(say.key); }
  if (say.type === "spawn") {
    const worker = new Worker(entryUrl ??= entry(urls.get("host")));
    workers.set(say.key, worker);
    worker.onerror = (e) => parent.postMessage({ type: "broke", key: say.key, message: e.message || "The worker did not start." }, "*");
    worker.postMessage(say.vendors.map((name) => [name, urls.get(name)]), event.ports);
  }
});
parent.postMessage({ type: "ready" }, "*");
`;
