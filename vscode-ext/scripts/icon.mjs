/** Draws icons/promptlint.png: a page of text with one line underlined as a linter does. usage: node scripts/icon.mjs */
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const SIZE = 256; // pixels a side
const SAMPLES = 4; // a side, in every pixel

/** Distance from a point to a rectangle with round corners; below 0 inside. */
function box(x, y, left, top, right, bottom, radius) {
  const dx = Math.max(left + radius - x, x - (right - radius), 0);
  const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
  const inside = Math.max(left - x, x - right, top - y, y - bottom);
  return dx > 0 && dy > 0 ? Math.hypot(dx, dy) - radius : inside;
}

/** Distance to the zigzag between x = 76 and x = 180 around the height `level`. */
function zigzag(x, y, level) {
  const period = 26, height = 13;
  let best = Infinity;
  for (let start = 76; start < 180; start += period / 2) {
    const up = Math.round((start - 76) / (period / 2)) % 2 === 0;
    const [y1, y2] = up ? [level + height / 2, level - height / 2] : [level - height / 2, level + height / 2];
    const t = Math.min(1, Math.max(0, ((x - start) * (period / 2) + (y - y1) * (y2 - y1)) / ((period / 2) ** 2 + (y2 - y1) ** 2)));
    best = Math.min(best, Math.hypot(x - start - (t * period) / 2, y - y1 - t * (y2 - y1)));
  }
  return best - 4.5;
}

// Painted one over the other: distance, colour.
const SHAPES = [
  [(x, y) => box(x, y, 8, 8, 248, 248, 52), [31, 41, 64]],
  [(x, y) => box(x, y, 52, 40, 204, 216, 16), [244, 246, 250]],
  [(x, y) => box(x, y, 76, 68, 180, 80, 6), [168, 178, 196]],
  [(x, y) => box(x, y, 76, 96, 152, 108, 6), [168, 178, 196]],
  [(x, y) => box(x, y, 76, 128, 180, 140, 6), [31, 41, 64]],
  [(x, y) => zigzag(x, y, 158), [240, 152, 0]],
  [(x, y) => box(x, y, 76, 180, 132, 192, 6), [168, 178, 196]],
];

function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = column + ((i % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
    const hit = SHAPES.filter(([distance]) => distance(x, y) <= 0).at(-1);
    if (hit) [...hit[1], 255].forEach((value, k) => (sum[k] += k < 3 ? value : 255));
  }
  const covered = sum[3] / 255;
  return [...sum.slice(0, 3).map((v) => (covered ? Math.round(v / covered) : 0)), Math.round(sum[3] / SAMPLES ** 2)];
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const rows = [];
for (let row = 0; row < SIZE; row++) {
  rows.push(0, ...Array.from({ length: SIZE }, (_, column) => pixel(column, row)).flat());
}
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, RGBA
const png = Buffer.concat([
  Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
  chunk("IHDR", header),
  chunk("IDAT", deflateSync(Buffer.from(rows), { level: 9 })),
  chunk("IEND", Buffer.alloc(0)),
]);
writeFileSync(new URL("../icons/promptlint.png", import.meta.url), png);
