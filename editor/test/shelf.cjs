// An extension of the tests: a file system that is on no disk, with an environment file in each of its folders.

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- VS Code loads it as it stands */
const { Disposable, EventEmitter, FileSystemError, FileType, workspace } = require("vscode");

const text = Buffer.from("PORT=70000\n");

/** @type {import("vscode").FileSystemProvider} */
const shelf = {
  onDidChangeFile: new EventEmitter().event,
  watch: () => Disposable.from(),
  stat(uri) {
    const isFile = uri.path.endsWith("/.env");
    if (!isFile && uri.path.includes(".")) throw FileSystemError.FileNotFound(uri);
    return { type: isFile ? FileType.File : FileType.Directory, ctime: 0, mtime: 0, size: isFile ? text.length : 0 };
  },
  readDirectory: () => [[".env", FileType.File]],
  readFile(uri) {
    if (!uri.path.endsWith("/.env")) throw FileSystemError.FileNotFound(uri);
    return text;
  },
  createDirectory: refuse,
  writeFile: refuse,
  delete: refuse,
  rename: refuse,
};

/** Called by VS Code when it looks for the first file there. */
exports.activate = () => workspace.registerFileSystemProvider("shelf", shelf, { isReadonly: true });

function refuse() {
  throw FileSystemError.NoPermissions();
}
