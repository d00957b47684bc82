/** Reads the text of a QR code from a picture: a file, or a frame of the camera. Bounded, whatever the picture claims to be. */
import { t } from '@lingui/core/macro';
import decodeQR from 'qr/decode.js';

/** A picture of more bytes is no photograph of a code, and one of more pixels is not drawn. */
const MOST_BYTES = 30 * 1024 * 1024;
const MOST_PIXELS = 80_000_000;
/** The longer edges at which a picture is looked at: the whole of a photograph first, then what is small in it. */
const EDGES = [1_600, 3_200] as const;
/** Tries that the decoder has at a picture that is there for good, and milliseconds for them. */
const PATIENT = { effort: 4, timeLimit: 800 } as const;

export type QrAnswer = { ok: true; text: string } | { ok: false; message: string };

/** What is on the canvas, as text; null where no code is found. */
function codeOn(canvas: HTMLCanvasElement, patience: { effort?: number; timeLimit?: number }): string | null {
  const { width, height } = canvas;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || width === 0 || height === 0) return null;
  const { data } = context.getImageData(0, 0, width, height);
  try {
    return decodeQR({ width, height, data }, { format: 'RGBA', ...patience });
  } catch {
    // Unreported: the decoder's way to say that there is none, or that it is damaged.
    return null;
  }
}

/** Draws the picture so that its longer edge is `edge` at the most, on white: a code on nothing has no contrast. */
function drawn(source: CanvasImageSource, size: { width: number; height: number }, edge: number) {
  const scale = Math.min(1, edge / Math.max(size.width, size.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(size.width * scale));
  canvas.height = Math.max(1, Math.round(size.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return canvas;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The picture with its size, read from its head: its pixels are unpacked only when it is drawn. */
async function opened(file: Blob): Promise<{ image: HTMLImageElement; close: () => void } | null> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  const loaded = await new Promise<boolean>((done) => {
    image.onload = () => done(true);
    image.onerror = () => done(false);
    image.src = url;
  });
  const close = () => URL.revokeObjectURL(url);
  if (loaded) return { image, close };
  close();
  return null;
}

/**
 * The text of the QR code in a picture.
 * @param name of the file, for what is said of it
 */
export async function readQrFile(file: Blob, name: string): Promise<QrAnswer> {
  const refuse = (message: string): QrAnswer => ({ ok: false, message });
  if (file.size > MOST_BYTES)
    return refuse(t`${name} is larger than ${MOST_BYTES / 1_048_576} MB. Nothing was read from it.`);
  const picture = await opened(file);
  if (!picture) return refuse(t`${name} is no picture that this console can open.`);
  try {
    const { naturalWidth: width, naturalHeight: height } = picture.image;
    if (width * height > MOST_PIXELS)
      return refuse(
        t`${name} has more than ${MOST_PIXELS / 1_000_000} million pixels. Nothing was read from it.`,
      );
    for (const edge of EDGES) {
      const text = codeOn(drawn(picture.image, { width, height }, edge), PATIENT);
      if (text !== null) return { ok: true, text };
      if (Math.max(width, height) <= edge) break;
    }
    return refuse(
      t`No QR code was found in ${name}. Take the picture from closer, straight and sharp, with the whole code and its white edge in it.`,
    );
  } finally {
    picture.close();
  }
}

/** The text of a code that the camera sees at this moment; null where it sees none. */
export function readQrFrame(video: HTMLVideoElement): string | null {
  const size = { width: video.videoWidth, height: video.videoHeight };
  if (size.width === 0) return null;
  return codeOn(drawn(video, size, EDGES[0]), {});
}
