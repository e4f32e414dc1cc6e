// A workspace with a clash of nearly every kind, for the tests that compare what editors show of it.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/**
 * A workspace of its own work tree, in a temporary folder.
 *
 * @typedef {object} Clashes
 * @property {string} folder
 * @property {string[]} files to open, by their paths in the folder
 * @property {() => Promise<void>} remove deletes the folder
 */

/**
 * Lays the workspace out.
 *
 * @param {number} held a port that another project's process holds
 * @returns {Promise<Clashes>}
 */
export async function layClashes(held) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "portclash-clashes-")));
  await promisify(execFile)("git", ["init", "--quiet", folder]);
  const texts = textsOf(held);
  for (const [file, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return {
    folder,
    files: Object.keys(texts).filter((file) => !file.endsWith("Dockerfile")),
    // An editor that has just been ended may still be writing.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/**
 * @param {number} held
 * @returns {Record<string, string>}
 */
function textsOf(held) {
  return {
    ".env": `API_HOST=127.0.0.1\nAPI_PORT=${held}\nDEBUG_PORT=70000\n`,
    // Columns differ by how an editor counts: bytes, UTF-16 units, characters.
    "ünder way/.env": `HOST=127.0.0.1\nWEB_PORT=\${WEB_PORT:-${held}} # 🚢 ŝipo\n`,
    "ünder way/settings.yaml": `ship: { name: "🚢 ŝipo", listen: "127.0.0.1:${held}" }\n`,
    "compose.yaml": [
      "services:",
      "  db:",
      "    image: postgres:17",
      '    ports: ["5432:5432"]',
      "  git:",
      "    image: gitea",
      "    ports:",
      "      - 2222:22",
      "  web:",
      "    build: ./web",
      '    ports: ["127.0.0.1:28080:80"]',
      "    environment:",
      "      DATABASE_URL: postgres://localhost:5432/app",
      "  api:",
      "    image: example/api",
      `    ports: ["127.0.0.1:${held}:8080", "127.0.0.1:28080:3000"]`,
      "",
    ].join("\n"),
    "web/Dockerfile": 'FROM node:22\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
    "package.json": '{ "scripts": { "dev": "vite --port 6000", "api": "node server.js --port ' + `${held}" } }\n`,
    Procfile: `web: bin/serve --port ${held}\napi: bin/serve --port ${held}\n`,
    ".portclash.toml": 'severity.unsafe-port = "error"\nignored = [8080]\n',
  };
}
