// Emacs with a client for language servers, for the end-to-end tests.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Failure, run } from "./run.mjs";
import { install, mayInstall, need } from "./system.mjs";

/** Makes sure that there is an Emacs with Eglot: its own from 29 on, Debian's package before. Throws a Failure else. */
export async function needEmacs() {
  await need({ emacs: "emacs-nox", git: "git" });
  if (await hasEglot()) return;
  if (await mayInstall()) await install(["elpa-eglot"]);
  if (!(await hasEglot())) throw new Failure("Emacs has no Eglot; install it with M-x package-install, or Emacs 29");
}

async function hasEglot() {
  // A home of its own: the packages of whoever runs the tests are not used.
  const home = await mkdtemp(join(tmpdir(), "portclash-emacs-"));
  try {
    const env = { HOME: home, XDG_CONFIG_HOME: home };
    await run("emacs", ["--batch", "--eval", "(progn (package-initialize) (require 'eglot))"], { env });
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
