// Whether a file may claim a port, as far as its name tells. Pure: nothing here knows the editor.

import { languages, names, templates, unread } from "./names.json";

/** What is looked at of a text that is open. */
export interface Opened {
  readonly languageId: string;
  readonly uri: { readonly scheme: string; readonly path: string };
}

/** What matches the names that formats go by, and those that are passed over all the same. */
let patterns: { readonly known: RegExp; readonly passedOver: RegExp } | undefined;

/** Reports whether a server is to be started for a text, which is whether it would read it. */
export function isOfInterest({ languageId, uri: { scheme, path } }: Opened): boolean {
  if (scheme === "untitled" && languages.includes(languageId)) return true;
  return (scheme === "file" || scheme === "untitled") && isKnown(path.toLowerCase());
}

/** Reports whether some format goes by a name, or by that of the file that a template of that name is for. */
function isKnown(name: string): boolean {
  // Made with the first name, as that takes longer than to load all of the extension that is there at its activation.
  patterns ??= { known: patternOf(names), passedOver: patternOf(unread) };
  if (patterns.known.test(name) && !patterns.passedOver.test(name)) return true;
  const ending = templates.find((each) => name.endsWith(each));
  return ending !== undefined && isKnown(name.slice(0, -ending.length));
}

/** What matches the paths that end in something that fits one of the patterns: of path.Match in Go, and {a,b} for either. */
function patternOf(globs: readonly string[]): RegExp {
  const expressions = globs.map((glob) =>
    glob
      .replace(/[.+^$()|]/g, "\\$&")
      .replaceAll("?", "[^/]")
      .replaceAll("*", "[^/]*")
      .replace(/\{(.*)\}/, (_, endings: string) => `(?:${endings.replaceAll(",", "|")})`),
  );
  return new RegExp(`(?:^|/)(?:${expressions.join("|")})$`);
}
