/** Areas of a picture whose pixels are taken out: what is attached instead holds nothing of them, blurred or otherwise. */

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { CHUNK_BYTES } from '../../../shared/bridge/contract.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import { setFileRemoved } from '../../commands/attachments.ts';
import { takeFile } from '../../commands/held-files.ts';
import { refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';
import { useApp } from '../../views/hooks.tsx';
import { type Area, pixelated } from './pixelate.ts';

const MOST_BYTES = 32 * 1024 * 1024;

/** Draws the picture, with the areas as they will be. */
function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, areas: readonly Area[]): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  canvas.width = picture.width;
  canvas.height = picture.height;
  context.drawImage(picture, 0, 0);
  for (const area of areas) {
    const pixels = context.getImageData(area.x, area.y, area.width, area.height);
    pixelated(pixels);
    context.putImageData(pixels, area.x, area.y);
  }
}

function BlurPicture({ file, onDone }: { file: AttachmentRecord; onDone: () => void }) {
  const app = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [areas, setAreas] = useState<readonly Area[]>([]);
  const [from, setFrom] = useState<{ x: number; y: number } | null>(null);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let gone = false;
    const read = async () => {
      if (file.size > MOST_BYTES) throw new Error('it is larger than 32 MB');
      const bytes = new Uint8Array(file.size);
      for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
        const part = await app.bridge.call('blob.read', { sha256: file.sha256, offset, length: CHUNK_BYTES });
        if (!part.ok) throw new Error(part.failure.message);
        bytes.set(part.value.bytes, offset);
      }
      const bitmap = await createImageBitmap(new Blob([bytes], { type: file.mediaType }));
      if (!gone) setPicture(bitmap);
    };
    read().catch((error: unknown) => {
      if (!gone) setProblem(t`${file.name} cannot be shown: ${reported(error, 'a picture')}`);
    });
    return () => {
      gone = true;
    };
  }, [app, file]);
  useEffect(() => {
    if (canvas.current && picture) draw(canvas.current, picture, areas);
  }, [picture, areas]);

  /** What was said of a picture with nothing blurred is over. */
  const cover: typeof setAreas = (next) => {
    setProblem('');
    setAreas(next);
  };
  function placeOf(event: PointerEvent<HTMLCanvasElement>): { x: number; y: number } {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return {
      x: Math.round(((event.clientX - left) / width) * event.currentTarget.width),
      y: Math.round(((event.clientY - top) / height) * event.currentTarget.height),
    };
  }
  function end(event: PointerEvent<HTMLCanvasElement>): void {
    if (!from || !picture) return;
    const to = placeOf(event);
    setFrom(null);
    const x = Math.max(0, Math.min(from.x, to.x));
    const y = Math.max(0, Math.min(from.y, to.y));
    const width = Math.min(picture.width - x, Math.abs(to.x - from.x));
    const height = Math.min(picture.height - y, Math.abs(to.y - from.y));
    if (width > 2 && height > 2) cover((before) => [...before, { x, y, width, height }]);
  }
  async function attach(): Promise<void> {
    if (!canvas.current || areas.length === 0)
      return setProblem(t`Draw over what nobody needs to see first.`);
    setBusy(true);
    try {
      const blob = await new Promise<Blob | null>((done) => canvas.current?.toBlob(done, 'image/png'));
      if (!blob) throw new Error('the picture could not be written');
      const name = `${file.name.replace(/\.\w{2,4}$/, '')}-blurred.png`;
      const taken = await takeFile(app, file.caseId, new File([blob], name, { type: 'image/png' }));
      if (taken.kind !== 'added')
        throw new Error(taken.kind === 'failed' ? taken.message : 'it was not added');
      const result = await setFileRemoved(app, file.id, true);
      if (result.kind === 'refused') return setProblem(refusalWords(result));
      onDone();
    } catch (error) {
      setProblem(t`Not attached: ${reported(error, 'a picture')}. ${file.name} is as it was.`);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className="stack" aria-label={t`Blur parts of ${file.name}`}>
      <p>
        <Trans>
          Draw over names, screens and badges. Their pixels are taken out of the picture that is attached
          instead; {file.name} is taken out of the case, and of the hub where no packet names it.
        </Trans>
      </p>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <canvas
        ref={canvas}
        role="img"
        aria-label={t`${file.name}, ${plural(areas.length, { one: '# area', other: '# areas' })} blurred`}
        style={{ maxWidth: '100%', maxHeight: 480, cursor: 'crosshair', touchAction: 'none' }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(placeOf(event));
        }}
        onPointerUp={end}
      />
      <div className="row">
        <Button loading={busy} onClick={() => void attach()}>
          <Trans>Attach the blurred picture</Trans>
        </Button>
        <Button
          variant="default"
          disabled={picture === null}
          onClick={() =>
            picture && cover([{ x: 0, y: 0, width: picture.width, height: Math.ceil(picture.height / 2) }])
          }
        >
          <Trans>Blur the upper half</Trans>
        </Button>
        <Button
          variant="default"
          disabled={picture === null}
          onClick={() =>
            picture &&
            cover([
              {
                x: 0,
                y: Math.floor(picture.height / 2),
                width: picture.width,
                height: Math.ceil(picture.height / 2),
              },
            ])
          }
        >
          <Trans>Blur the lower half</Trans>
        </Button>
        <Button variant="default" disabled={areas.length === 0} onClick={() => cover(areas.slice(0, -1))}>
          <Trans>Take back the last</Trans>
        </Button>
        <Button variant="default" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </section>
  );
}

export function BlurButton({ file }: { file: AttachmentRecord }) {
  const [open, setOpen] = useState(false);
  if (open) return <BlurPicture file={file} onDone={() => setOpen(false)} />;
  return (
    <div>
      <Button variant="subtle" onClick={() => setOpen(true)}>
        <Trans>Blur parts of {file.name}…</Trans>
      </Button>
    </div>
  );
}
