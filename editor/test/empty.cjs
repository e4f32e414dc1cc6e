// An extension of the tests: one that does nothing, to compare with.

/** Called by VS Code when a file is opened that the extension is for. */
exports.activate = () => undefined;
