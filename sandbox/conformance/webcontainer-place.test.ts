// The WebContainer place on its double: real Node processes behind pipes, driven by the session alone.
import { openContainerKit } from "../adapters/webcontainer/lab.kit.ts";
import { placeSuite } from "./place.suite.ts";

placeSuite("webcontainer", openContainerKit());
