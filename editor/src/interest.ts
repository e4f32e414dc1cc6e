// Whether a file may claim a port, as far as its name tells. Pure: nothing here knows the editor.

/** Languages whose files are programs, but for some that configure something. */
const programs = new Set(["javascript", "python", "ruby", "typescript"]);

/** Parts of the names of programs that configure something. */
const configures =
  /(^|[^a-z])(conf|config|configuration|settings|ecosystem|webpack|rspack|gulpfile|gruntfile|karma|knexfile|ormconfig|codegen|setupproxy|celeryconfig|gunicorn|hypercorn|puma|unicorn|pitchfork|vagrantfile)([^a-z][^/\\]*)?$|[/\\]\.[a-z]+rc\.[^/\\]*$|[/\\](\.storybook|config|settings|gunicorn|puma|unicorn)[/\\]/i;
/**
 * Names of texts in no language, as every text is until VS Code knows better, that configure something: without an ending,
 * with nothing before it, or with one of these.
 */
const settings =
  /[/\\]\.?[^./\\]+$|[/\\](\.env|[a-z]+file[.-])[^/\\]*$|\.(caddy\w*|cf|cfg|cnf|code-workspace|conf|config|container|default|dist|dockerfile|env|erb|example|hcl|hjson|hocon|in|ini|j2|just|local|mk|nginx|nomad|ovpn|pod|pool|prisma|properties|sample|service|socket|template|tf|tfvars|tiltfile|tmpl|tofu|toml|tpl|vcl|vhost|ya?ml)$/i;
/** Of those, the ones that people write for people. */
const prose = /[/\\](authors|changelog|changes|codeowners|contributing|copying|licen[cs]e|notice|readme|todo)[^/\\]*$/i;

/** What is looked at of a text that is open. */
export interface Opened {
  readonly languageId: string;
  readonly fileName: string;
  readonly uri: { readonly scheme: string };
}

/**
 * Returns what reports whether a server is to be started for a text. It is only a guess: a server reads what it knows, and
 * it runs anyway from the first file on that may claim a port.
 *
 * @param activationEvents of the extension, which name the languages that are of interest
 */
export function interestIn(activationEvents: readonly string[]): (text: Opened) => boolean {
  const languages = new Set(activationEvents.map((event) => event.replace(/^onLanguage:/, "")));
  return ({ languageId, fileName, uri: { scheme } }) => {
    if (scheme !== "file" && scheme !== "untitled") return false;
    if (languageId === "plaintext") return scheme === "file" && settings.test(fileName) && !prose.test(fileName);
    return languages.has(languageId) && (!programs.has(languageId) || configures.test(fileName));
  };
}
