// Makes a screenshot small, so that a package has room for it: of the thousands of colours that letters are smoothed with, a
// palette holds as many as anybody can tell apart.

import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** How many colours a palette of one byte a pixel may have. */
const most = 256;

/**
 * Returns the same picture with a palette of its most frequent colours; a pixel of another one gets the nearest.
 *
 * @param {Buffer} png of eight bits for each of three colours, and of transparency where there is any, which goes
 */
export function withPalette(png) {
  const { width, height, channels, pixels } = decode(png);
  const colours = new Uint32Array(width * height);
  /** @type {Map<number, number>} how many pixels have a colour */
  const uses = new Map();
  for (let i = 0; i < colours.length; i++) {
    const colour = pixels.readUIntBE(i * channels, 3);
    colours[i] = colour;
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  const palette = [...uses].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  // One of each tone first, so that what is small and of a colour of its own, as an underline is, keeps it.
  /** @type {Map<number, number>} */
  const tones = new Map();
  for (const colour of palette) if (!tones.has(colour & 0xf0f0f0)) tones.set(colour & 0xf0f0f0, colour);
  const kept = [...new Set([...[...tones.values()].slice(0, (most * 3) / 4), ...palette])].slice(0, most);
  const places = new Map(palette.map((colour) => [colour, nearest(colour, kept)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = places.get(colours[y * width + x] ?? 0) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.alloc(kept.length * 3);
  for (const [i, colour] of kept.entries()) table.writeUIntBE(colour, i * 3, 3);
  const parts = [chunk("IHDR", header), chunk("PLTE", table), chunk("IDAT", deflateSync(rows, { level: 9 }))];
  return Buffer.concat([signature, ...parts, chunk("IEND", Buffer.alloc(0))]);
}

/**
 * @param {number} colour
 * @param {number[]} palette
 */
function nearest(colour, palette) {
  let best = 0;
  let least = Infinity;
  for (const [i, other] of palette.entries()) {
    let distance = 0;
    for (const shift of [16, 8, 0]) distance += (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** @param {Buffer} png */
function decode(png) {
  const data = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const raw = inflateSync(Buffer.concat(data));
  const line = width * channels;
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x++) {
      const at = y * line + x;
      const left = x < channels ? 0 : (pixels[at - channels] ?? 0);
      const up = y === 0 ? 0 : (pixels[at - line] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (pixels[at - line - channels] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[at] = (raw[y * (line + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return { width, height, channels, pixels };
}

/** The guess of PNG's fourth filter. @param {number} left @param {number} up @param {number} corner */
function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/**
 * @param {string} name
 * @param {Buffer} data
 */
function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
