/** The camera before a QR code. It is on only while this stands on screen, and nothing of what it sees is kept. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { readQrFrame } from './qr-reading.ts';

/** Between two looks at what the camera sees: the screen stays quick. */
const LOOK_EVERY_MS = 150;

/** Why there is no picture, by the name of what the browser throws, and what helps. */
const failures: Readonly<Record<string, string>> = {
  NotAllowedError:
    'The console may not use the camera. Allow it in the settings of this computer or browser, then try again.',
  NotFoundError: 'This computer has no camera that the console can see.',
  NotReadableError: 'The camera is in use by another program. Close that, then try again.',
};
const OTHERWISE = 'The camera does not start.';
const INSTEAD = 'You can also take a picture of the code and choose its file, or paste the credential.';

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
      for (const track of stream?.getTracks() ?? []) track.stop();
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
        const asked = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } };
        stream = await navigator.mediaDevices.getUserMedia({ video: asked, audio: false });
        if (ended || !video.current) return end();
        video.current.srcObject = stream;
        await video.current.play();
        setSees(true);
        look();
      } catch (error) {
        if (ended) return;
        end();
        const { name } = error instanceof Error ? error : { name: '' };
        setProblem(`${failures[name] ?? OTHERWISE} ${INSTEAD}`);
      }
    }
    void begin();
    return end;
  }, []);
  return (
    <section className="stack" aria-labelledby="camera">
      <h2 id="camera" ref={heading} tabIndex={-1}>
        Scan with the camera
      </h2>
      {problem === '' ? (
        <>
          <p role="status" className="quiet">
            {sees
              ? 'Hold the code before the camera, straight and as large as it fits. It is checked as soon as it is read.'
              : 'The camera starts.'}
          </p>
          <video ref={video} className="camera" muted playsInline aria-label="What the camera sees" />
        </>
      ) : (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button variant="default" onClick={onClose}>
          {problem === '' ? 'Turn the camera off' : 'Back'}
        </Button>
      </div>
    </section>
  );
}
