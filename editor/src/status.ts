// How the server is, where VS Code shows how languages are: behind the braces in the status bar.

import { Disposable, l10n, languages, LanguageStatusSeverity } from "vscode";

import type { Server } from "./server";

const everywhere = [{ scheme: "file" }, { scheme: "untitled" }];

/** Shows the server's state until it is disposed, and nothing while nobody needs the server. */
export function showStatus(server: Server): Disposable {
  let shown: Disposable | undefined;
  const show = () => {
    if (server.state !== "asleep") shown ??= showAwake(server);
  };
  show();
  const following = server.onDidChangeState(show);
  return new Disposable(() => {
    following.dispose();
    shown?.dispose();
  });
}

function showAwake(server: Server): Disposable {
  const restart = { command: "portclash.restart", title: l10n.t("Restart") };
  const set = { command: "portclash.setPath", title: l10n.t("Open Settings") };
  const showLog = { command: "portclash.showLog", title: l10n.t("Show Log") };
  const item = languages.createLanguageStatusItem("portclash.server", everywhere);
  const log = languages.createLanguageStatusItem("portclash.log", everywhere);
  item.name = "Portclash";
  log.name = l10n.t("Portclash Log");
  log.text = l10n.t("Portclash's log");
  log.command = showLog;

  const show = () => {
    const bad = server.state === "stopped" || server.state === "missing";
    item.busy = server.state === "starting";
    item.severity = bad ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.command = server.state === "missing" ? set : restart;
    item.detail = server.trouble;
    if (server.state === "starting") item.text = l10n.t("Portclash is starting");
    else if (server.state === "running") item.text = `Portclash ${server.version}`.trim();
    else item.text = l10n.t("Portclash is stopped");
  };
  show();
  const following = server.onDidChangeState(show);
  return Disposable.from(following, item, log);
}
