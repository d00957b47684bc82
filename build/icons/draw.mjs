/**
 * Draws icon.png, 1024 pixels square, from which electron-builder makes the formats of each system: the same shapes as
 * renderer/public/icon.svg. Run `node build/icons/draw.mjs` after a change here.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 1024;
/** The drawing's own units a side, and samples a pixel and direction for smooth edges. */
const UNITS = 32;
const SAMPLES = 4;
const BLUE = [0x1f, 0x5f, 0x8b];
const WHITE = [0xff, 0xff, 0xff];
const STROKE = 1.2;
const lines = [
  [8, 12, 18, 12],
  [8, 17, 14, 17],
  [8, 22, 16, 22],
  [19, 19, 22, 22],
  [22, 22, 27, 17],
];

function inPlate(x, y) {
  const dx = Math.max(6 - x, x - 26, 0);
  const dy = Math.max(8 - y, y - 24, 0);
  return Math.hypot(dx, dy) <= 3;
}

function onLine(x, y) {
  return lines.some(([x1, y1, x2, y2]) => {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) <= STROKE;
  });
}

/** Red, green, blue and opacity of a pixel, averaged over its samples. */
function pixel(column, row) {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = ((column + ((i % SAMPLES) + 0.5) / SAMPLES) * UNITS) / SIZE;
    const y = ((row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * UNITS) / SIZE;
    const colour = onLine(x, y) ? WHITE : inPlate(x, y) ? BLUE : null;
    if (!colour) continue;
    covered += 1;
    for (const part of [0, 1, 2]) sum[part] += colour[part];
  }
  if (covered === 0) return [0, 0, 0, 0];
  return [...sum.map((part) => Math.round(part / covered)), Math.round((covered * 255) / SAMPLES ** 2)];
}

/** A chunk of a PNG file: length, type, data, checksum (PNG 1.2, section 3.2). */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const rows = [];
for (let row = 0; row < SIZE; row++) {
  const bytes = Buffer.alloc(1 + SIZE * 4);
  for (let column = 0; column < SIZE; column++) bytes.set(pixel(column, row), 1 + column * 4);
  rows.push(bytes);
}
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
// Eight bits a channel, red green blue and opacity.
header.set([8, 6, 0, 0, 0], 8);
writeFileSync(
  join(dirname(fileURLToPath(import.meta.url)), 'icon.png'),
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
