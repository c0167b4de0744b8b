// The WebContainer place on its double: real Node processes behind pipes, of the oldest Node at hand, driven by the session alone.
import { anotherNode, openContainerKit } from "../adapters/webcontainer/lab.kit.ts";
import { placeSuite } from "./place.suite.ts";

placeSuite("webcontainer", openContainerKit({ node: anotherNode() }));
