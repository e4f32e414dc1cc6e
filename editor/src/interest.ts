// Whether a file may claim a port, as far as its name tells. Pure: nothing here knows the editor.

/** Languages whose files are programs or prose, but for some that configure something. */
const programs = new Set(["javascript", "plaintext", "python", "ruby", "typescript"]);

/** Parts of the names of programs that configure something. */
const configures =
  /(^|[^a-z])(conf|config|configuration|settings|ecosystem|webpack|rspack|gulpfile|gruntfile|karma|setupproxy|celeryconfig|gunicorn|hypercorn|puma|unicorn|pitchfork|vagrantfile)([^a-z][^/\\]*)?$|[/\\](\.storybook|config|settings|gunicorn|puma|unicorn)[/\\]/i;
/** Names of texts that people write for people, and of what programs write for them. */
const prose =
  /\.(adoc|asc|csv|diff|lock|log|markdown|md|out|patch|pem|rst|te?xt|tsv)$|[/\\](authors|changes|codeowners|contributing|copying|changelog|licen[cs]e|notice|readme|todo)[^/\\]*$/i;

/** What is looked at of a text that is open. */
export interface Opened {
  readonly languageId: string;
  readonly fileName: string;
  readonly uri: { readonly scheme: string };
}

/**
 * Reports whether a server is to be started for a text. It is only a guess: a server reads what it knows, and it runs
 * anyway from the first file on that may claim a port.
 */
export function isOfInterest({ languageId, fileName, uri: { scheme } }: Opened): boolean {
  if (scheme !== "file") return scheme === "untitled" && !programs.has(languageId);
  if (!programs.has(languageId)) return true;
  return languageId === "plaintext" ? !prose.test(fileName) : configures.test(fileName);
}
