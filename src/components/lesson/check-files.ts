// What a reader needs to run a lab's files outside the lab: those files, a server for them, and their dependencies.
import packageJson from "../../../package.json";
import { labFile, labFolder } from "./lab-files.ts";
import serve from "./check-us/serve.ts?raw";

/** Files by name. The version of the SDK is the one that the labs run. */
export function checkFiles(lab: string, folder: string): { readonly [file: string]: string } {
  const project = { name: `check-${lab}`, private: true, type: "module", dependencies: { inngest: packageJson.dependencies.inngest } };
  const own = Object.fromEntries(labFolder(lab, folder).map((file) => [file, labFile(lab, folder, file)]));
  return { "package.json": `${JSON.stringify(project, undefined, 2)}\n`, "serve.ts": serve, ...own };
}
