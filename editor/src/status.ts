// How the server is, where VS Code shows how languages are: behind the braces in the status bar.

import { languages, LanguageStatusSeverity } from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";

const restart = { command: "portclash.restart", title: "Restart" };
const showLog = { command: "portclash.showLog", title: "Show Log" };

/** A Status shows one client at a time. */
export interface Status {
  /** Shows this client's state from now on. */
  follow(client: LanguageClient): void;
  /** Shows that no server could be started. */
  failed(): void;
  dispose(): void;
}

/** Returns a status that shows nothing has started yet. */
export function newStatus(): Status {
  const server = languages.createLanguageStatusItem("portclash.server", [{ scheme: "file" }, { scheme: "untitled" }]);
  const log = languages.createLanguageStatusItem("portclash.log", [{ scheme: "file" }, { scheme: "untitled" }]);
  server.name = "Portclash";
  log.name = "Portclash Log";
  log.text = "Portclash's log";
  log.command = showLog;
  let following: { dispose(): void } | undefined;

  const starting = () => {
    server.text = "Portclash is starting";
    server.busy = true;
    server.severity = LanguageStatusSeverity.Information;
    server.command = restart;
  };
  const running = (version: string) => {
    server.text = `Portclash ${version}`.trim();
    server.busy = false;
    server.severity = LanguageStatusSeverity.Information;
    server.command = restart;
  };
  const stopped = () => {
    server.text = "Portclash is stopped";
    server.busy = false;
    server.severity = LanguageStatusSeverity.Error;
    server.command = restart;
  };

  starting();
  return {
    follow(client) {
      following?.dispose();
      following = client.onDidChangeState(({ newState }) => {
        if (newState === State.Starting) starting();
        else if (newState === State.Running) running(client.initializeResult?.serverInfo?.version ?? "");
        else stopped();
      });
    },
    failed: stopped,
    dispose() {
      following?.dispose();
      server.dispose();
      log.dispose();
    },
  };
}
