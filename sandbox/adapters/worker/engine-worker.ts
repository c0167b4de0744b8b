// Entry of the engine's worker. It keeps what arrives until the rest has loaded and imports nothing itself: WebKit evaluates an
// entry a second time when one of its chunks imports it back, and a second copy would take over with empty hands (feasibility.md C).
const queue: MessageEvent[] = [];
self.onmessage = (event) => queue.push(event);
void import("./engine-main.ts").then(({ receive }) => {
  self.onmessage = receive;
  for (const event of queue.splice(0)) receive(event);
});
export {};
