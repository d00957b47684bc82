/** A camera for a browser under test: a file that Chromium plays as what the camera sees, over and over. */
import { writeFileSync } from 'node:fs';
import encodeQR from 'qr';

const WIDTH = 1_280;
const HEIGHT = 720;

/** What starts Chromium with this file as its one camera, and lets the page use it without asking anybody. */
export const cameraArguments = (path: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${path}`,
];

/** Writes the film: one picture with the text as a QR code in its middle, on grey; null for grey alone. */
export function writeCameraFilm(path: string, text: string | null): void {
  const luma = Buffer.alloc(WIDTH * HEIGHT, 170);
  if (text !== null) {
    const rows = encodeQR(text, 'raw', { ecc: 'low', border: 4 });
    const scale = Math.floor(HEIGHT / rows.length);
    const left = Math.floor((WIDTH - rows.length * scale) / 2);
    const top = Math.floor((HEIGHT - rows.length * scale) / 2);
    for (const [y, row] of rows.entries())
      for (const [x, dark] of row.entries())
        for (let dy = 0; dy < scale; dy++) {
          const at = (top + y * scale + dy) * WIDTH + left + x * scale;
          luma.fill(dark ? 20 : 235, at, at + scale);
        }
  }
  const colours = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`;
  writeFileSync(path, Buffer.concat([Buffer.from(`${head}FRAME\n`), luma, colours]));
}
