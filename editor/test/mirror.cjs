// An extension of the tests: opens the files that $PORTCLASH_MIRROR names, and writes what VS Code shows of them into a
// file whenever that changes.

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- VS Code loads it as it stands */
const { renameSync, writeFileSync } = require("node:fs");

const { languages, window, Uri } = require("vscode");

/** Called by VS Code when its window is there. */
exports.activate = async () => {
  /** @type {{ files: string[], to: string }} */
  const { files, to } = JSON.parse(process.env.PORTCLASH_MIRROR ?? "");
  const write = () => {
    const shown = files.map((file) => [file, languages.getDiagnostics(Uri.file(file)).map(plain)]);
    writeFileSync(`${to}.new`, JSON.stringify(Object.fromEntries(shown)));
    // Whoever reads it finds it whole.
    renameSync(`${to}.new`, to);
  };
  languages.onDidChangeDiagnostics(write);
  for (const file of files) await window.showTextDocument(Uri.file(file), { preview: false });
  write();
};

/** @param {import("vscode").Diagnostic} diagnostic */
function plain({ range: { start, end }, severity, code, source, message, relatedInformation = [] }) {
  return {
    start: [start.line, start.character],
    end: [end.line, end.character],
    severity,
    code: typeof code === "object" ? code.value : code,
    source,
    message,
    related: relatedInformation.map(({ location, message }) => [
      location.uri.fsPath,
      location.range.start.line,
      message,
    ]),
  };
}
