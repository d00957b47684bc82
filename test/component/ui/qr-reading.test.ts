/** Pictures of QR codes, and pictures of none, read by the real decoder in a real browser. */
import encodeQR from 'qr';
import { expect, test } from 'vitest';
import { readQrFile } from '../../../renderer/features/credentials/qr-reading.ts';
import { aCredential, anIssuer } from '../../helpers/credentials.ts';

const gif = (text: string, scale: number) =>
  new Blob([encodeQR(text, 'gif', { ecc: 'low', border: 4, scale })], { type: 'image/gif' });

/** What is drawn, as a PNG. */
async function picture(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void | Promise<void>,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  await draw(context);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture')))),
  );
}

test('a whole credential: as our own code, small in a photograph, askew, and on nothing', async () => {
  const token = await aCredential(await anIssuer());
  const code = gif(token, 5);
  expect(await readQrFile(code, 'code.gif')).toEqual({ ok: true, text: token });
  const bitmap = await createImageBitmap(code);
  const photograph = await picture(3_000, 2_000, (context) => {
    context.fillStyle = '#97a';
    context.fillRect(0, 0, 3_000, 2_000);
    context.translate(1_200, 400);
    context.rotate(0.09);
    context.drawImage(bitmap, 0, 0, 900, 900);
  });
  expect(await readQrFile(photograph, 'photo.png')).toEqual({ ok: true, text: token });
  const onNothing = await picture(900, 900, (context) => {
    context.drawImage(bitmap, 20, 20);
  });
  expect(await readQrFile(onNothing, 'alpha.png')).toEqual({ ok: true, text: token });
});

test('pictures of none, and what is no picture, are told apart in words', async () => {
  const blank = await picture(300, 200, (context) => context.fillRect(0, 0, 300, 200));
  const noise = await picture(600, 600, (context) => {
    const data = context.createImageData(600, 600);
    let state = 7;
    for (let i = 0; i < data.data.length; i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      data.data[i] = i % 4 === 3 ? 255 : state >>> 24;
    }
    context.putImageData(data, 0, 0);
  });
  const half = await picture(400, 400, async (context) => {
    const bitmap = await createImageBitmap(gif('A code that is cut in the middle', 10));
    context.drawImage(bitmap, 0, 0, bitmap.width / 2, bitmap.height, 0, 0, bitmap.width / 2, bitmap.height);
  });
  for (const each of [blank, noise, half])
    expect(await readQrFile(each, 'x.png')).toEqual({
      ok: false,
      message: expect.stringMatching(/^No QR code was found in x\.png\. Take the picture from closer/),
    });
  for (const bytes of [[], [1, 2, 3], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]])
    expect(await readQrFile(new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'x.png')).toEqual({
      ok: false,
      message: 'x.png is no picture that this console can open.',
    });
});

test('a picture is bounded: in bytes, and in the pixels that its head claims', async () => {
  const large = new Blob([new Uint8Array(31 * 1024 * 1024)], { type: 'image/png' });
  expect(await readQrFile(large, 'x.png')).toEqual({
    ok: false,
    message: 'x.png is larger than 30 MB. Nothing was read from it.',
  });
  // A GIF of 40 bytes that says it is 60,000 pixels wide and high: 14 GB, if it were drawn.
  const head = [
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x60, 0xea, 0x60, 0xea, 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
  ];
  const image = [0x2c, 0, 0, 0, 0, 0x60, 0xea, 0x60, 0xea, 0, 2, 2, 0x44, 1, 0, 0x3b];
  const bomb = new Blob([new Uint8Array([...head, ...image])], { type: 'image/gif' });
  const answer = await readQrFile(bomb, 'x.gif');
  expect(answer.ok).toBe(false);
  expect(answer).toMatchObject({
    message: expect.stringMatching(/more than 80 million pixels|is no picture/),
  });
});
