// A real Kate, set up as the page for people says, on a screen of its own. Nothing but its picture tells what it shows.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { crc32, deflateSync } from "node:zlib";

import { root } from "../tasks/run.mjs";
import { patience } from "./settled.mjs";
import { snippet } from "./snippet.mjs";
import { output } from "./window.mjs";

/**
 * Opens a file in Kate, until the test ends.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} file
 */
export async function openKate(t, file) {
  /** @type {(() => unknown)[]} */
  const undo = [];
  t.after(async () => {
    for (const step of undo.reverse()) await step();
  });
  const home = await realpath(await mkdtemp(join(tmpdir(), "portclash-kate-")));
  undo.push(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const bin = join(root, "editor", "bin");
  await mkdir(join(home, "kate", "lspclient"), { recursive: true });
  await writeFile(join(home, "kate", "lspclient", "settings.json"), await snippet("kate.md", "Set-up"));
  // What a person does besides: switch the plugin on, and say yes to the program.
  await writeFile(
    join(home, "katerc"),
    `[Kate Plugins]\nlspclientplugin=true\n[lspclient]\nAllowedServerCommandLines=${join(bin, "portclash")} lsp\n`,
  );

  // It takes the first number that is free, and tells it.
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x600x24", "-fbdir", home, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  undo.push(() => end(screen));
  const told = /** @type {import("node:stream").Readable} */ (screen.stdio[3]);
  const [number] = await Promise.race([once(told, "data"), once(screen, "close")]);
  const kate = spawn("kate", ["--new", "--startanon", file], {
    stdio: "ignore",
    env: {
      ...process.env,
      // Neither the settings nor the desktop of whoever runs the tests.
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_CACHE_HOME: home,
      XDG_RUNTIME_DIR: home,
      DBUS_SESSION_BUS_ADDRESS: "",
      QT_QPA_PLATFORM: "xcb",
      LC_ALL: "C.UTF-8",
      DISPLAY: `:${String(number).trim()}`,
      PATH: bin + delimiter + (process.env.PATH ?? ""),
    },
  });
  undo.push(() => end(kate));
  const look = async () => parse(await readFile(join(home, "Xvfb_screen0")));
  return {
    /**
     * Waits until a line of the text is marked, as Kate does with those that have a finding, or until none is. Returns
     * whether it came to that.
     *
     * @param {boolean} is
     */
    async marked(is) {
      const late = Date.now() + patience;
      while (isMarked(await look()) !== is) {
        if (Date.now() > late) return false;
        await pause(50);
      }
      return true;
    },
    /**
     * Keeps a picture of the screen among the output of the tests.
     *
     * @param {string} name
     */
    async picture(name) {
      await mkdir(output, { recursive: true });
      await writeFile(join(output, `${name}.png`), png(await look()));
    },
  };
}

/**
 * Ends a process without a word: Kate would ask what to do with changed files.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
async function end(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
}

/**
 * Rows of pixels, three bytes each: red, green, blue.
 *
 * @typedef {Buffer[]} Picture
 */

/**
 * Reads what Xvfb keeps of its screen.
 *
 * @param {Buffer} xwd XWDFile.h of X11 describes it
 * @returns {Picture}
 */
function parse(xwd) {
  const word = (/** @type {number} */ n) => xwd.readUInt32BE(4 * n);
  const [header, width, height, stride, colours] = [word(0), word(4), word(5), word(12), word(19)];
  return Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(3 * width);
    const from = header + 12 * colours + y * stride;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) row[3 * x + c] = xwd[from + 4 * x + 2 - c] ?? 0;
    }
    return row;
  });
}

/**
 * Whether there is a line in a pale colour across the text. All else that is as wide is white or grey.
 *
 * @param {Picture} picture
 */
function isMarked(picture) {
  const rows = picture.filter((row) => {
    let pale = 0;
    for (let x = 0; x < row.length; x += 3) {
      const pixel = [...row.subarray(x, x + 3)];
      if (Math.min(...pixel) >= 200 && Math.max(...pixel) - Math.min(...pixel) >= 16) pale++;
    }
    return pale > row.length / 3 / 3;
  });
  return rows.length >= 8;
}

/**
 * @param {Picture} picture
 * @returns {Buffer}
 */
function png(picture) {
  const chunk = (/** @type {string} */ name, /** @type {Buffer} */ data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE((picture[0]?.length ?? 0) / 3, 0);
  header.writeUInt32BE(picture.length, 4);
  header.set([8, 2], 8); // bits of each colour; true colour
  const pixels = deflateSync(Buffer.concat(picture.flatMap((row) => [Buffer.alloc(1), row])));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}
