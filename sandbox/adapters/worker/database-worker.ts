// Entry of the database's worker, small for the reason given in `engine-worker.ts`.
const queue: MessageEvent[] = [];
self.onmessage = (event) => queue.push(event);
void import("./database-main.ts").then(({ receive }) => {
  self.onmessage = receive;
  for (const event of queue.splice(0)) receive(event);
});
export {};
