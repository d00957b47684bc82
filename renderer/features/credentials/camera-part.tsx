/** The camera before a QR code. It is on only while this stands on screen, and nothing of what it sees is kept. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import styles from '../../ui/camera.module.css';
import { cameraProblem, closeCamera, openCamera } from '../../ui/camera.ts';
import { readQrFrame } from './qr-reading.ts';

/** Between two looks at what the camera sees: the screen stays quick. */
const LOOK_EVERY_MS = 150;

const INSTEAD = t`You can also take a picture of the code and choose its file, or paste the credential.`;

/** @param onText told once, when a code was seen; the camera is off by then */
export function CameraPart({ onText, onClose }: { onText: (text: string) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [problem, setProblem] = useState('');
  const [sees, setSees] = useState(false);
  const seen = useRef(onText);
  seen.current = onText;
  useEffect(() => {
    heading.current?.focus();
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const end = () => {
      ended = true;
      clearTimeout(timer);
      closeCamera(stream);
    };
    function look(): void {
      if (ended) return;
      const text = video.current && readQrFrame(video.current);
      if (text === null) {
        timer = setTimeout(look, LOOK_EVERY_MS);
        return;
      }
      end();
      seen.current(text);
    }
    async function begin(): Promise<void> {
      try {
        stream = await openCamera();
        if (ended || !video.current) return end();
        video.current.srcObject = stream;
        await video.current.play();
        setSees(true);
        look();
      } catch (error) {
        if (ended) return;
        end();
        setProblem(`${cameraProblem(error)} ${INSTEAD}`);
      }
    }
    void begin();
    return end;
  }, []);
  return (
    <section className="stack" aria-labelledby="camera">
      <h2 id="camera" ref={heading} tabIndex={-1}>
        <Trans>Scan with the camera</Trans>
      </h2>
      {problem === '' ? (
        <>
          <p role="status" className="quiet">
            {sees
              ? t`Hold the code in front of the camera, straight and as large as it fits. It is checked as soon as it is read.`
              : t`The camera starts.`}
          </p>
          <video
            ref={video}
            className={styles.camera}
            muted
            playsInline
            aria-label={t`What the camera sees`}
          />
        </>
      ) : (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button variant="default" onClick={onClose}>
          {problem === '' ? t`Turn the camera off` : t`Back`}
        </Button>
      </div>
    </section>
  );
}
