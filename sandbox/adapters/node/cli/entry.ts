// Where the process begins.
import { main } from "./main.ts";

process.exitCode = await main(process.argv.slice(2));
// Whatever still holds the process open belongs to nobody any more.
process.exit();
