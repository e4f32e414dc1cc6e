// The newest VS Code, which all tests of it share.

import { rm } from "node:fs/promises";

import { newest } from "../tasks/code-server.mjs";
import { openTheatre } from "./theatre.mjs";
import { output } from "./window.mjs";

await rm(output, { recursive: true, force: true });

export const { stage, open, browser, profile } = await openTheatre(newest);
