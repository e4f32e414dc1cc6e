// How names, paths and times are written where there is little room. Pure: nothing here knows the editor.

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}]|[\u{1e800}-\u{1efff}]/u;

/** Returns how many columns a text fills: two for a wide character, one for any other. */
export function width(text: string): number {
  // What fills two columns: East Asian characters and pictures.
  const wide =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
  let columns = 0;
  for (const piece of graphemes(text)) columns += wide.test(piece) ? 2 : 1;
  return columns;
}

let segmenter: Intl.Segmenter | undefined;

/** Returns what a person takes for the characters of a text. */
function graphemes(text: string): string[] {
  // Made with the first text, as it takes longer than to load all of the extension that is there at its activation.
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Returns a text that fills no more than some columns, with what is too much cut out of its middle. */
export function shorten(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const pieces = graphemes(text);
  const half = Math.floor((columns - 1) / 2);
  return `${take(pieces, half).join("")}…${take(pieces.toReversed(), columns - 1 - half)
    .toReversed()
    .join("")}`;
}

function take(pieces: readonly string[], columns: number): string[] {
  const taken: string[] = [];
  let room = columns;
  for (const piece of pieces) {
    room -= width(piece);
    if (room < 0) break;
    taken.push(piece);
  }
  return taken;
}

/** Returns a path that fills no more than some columns: its beginning and as many of its last names as there is room for. */
export function shortenPath(path: string, columns: number): string {
  if (width(path) <= columns) return path;
  const separator = path.includes("/") ? "/" : "\\";
  const [first = "", ...names] = path.split(separator);
  const start = `${first}${separator}…`;
  let end = "";
  for (const name of names.reverse()) {
    const longer = `${separator}${name}${end}`;
    if (width(start + longer) > columns) break;
    end = longer;
  }
  return end === "" ? shorten(path, columns) : start + end;
}

/** Returns a text that keeps its place among others: one that is read from right to left would turn what is around it. */
export function isolate(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** Returns a time as a clock shows it, with the day where it is not today's. */
export function clock(time: Date, now: Date, locale?: string): string {
  const today = time.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(locale, {
    ...(today ? {} : { month: "short", day: "numeric" }),
    ...(time.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
    hour: "numeric",
    minute: "2-digit",
  }).format(time);
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** Returns how long ago a time is, in its largest unit: `12 minutes`. */
export function age(time: Date, now: Date, locale?: string): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - time.getTime()) / 1000));
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? (["second", 1] as const);
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(seconds / size));
}

/** Returns a text as code in Markdown, whatever it holds. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const line = text.replaceAll(/\s+/g, " ");
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** Returns a text as Markdown that shows it as it is. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, "\\$&").replaceAll(/\s+/g, " ");
}
