// Builds what has changed, then serves the course.
import { build } from "./build.ts";
import { isolationHeaders } from "./isolation.ts";
import { dist } from "./project.ts";
import { serve } from "./static-server.ts";

const port = Number(process.env["PORT"] ?? 4321);

const code = await build({ ifChanged: true });
if (code !== 0) {
  console.error("The site did not build; the message above says why. Nothing is served.");
  process.exit(code);
}
try {
  const { url } = await serve(dist, port, { headers: isolationHeaders });
  console.log(`\n  The course is at ${url}\n  Press Ctrl+C to stop.\n`);
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  console.error(
    taken
      ? `Port ${port} is taken, perhaps by the course itself. Stop what listens there, or choose another: PORT=4322 npm start`
      : String(error),
  );
  process.exit(1);
}
