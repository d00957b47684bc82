/** A photo for a case by this computer's camera. The camera is on only until the picture is taken, and the picture is its pixels alone. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { caseNumber } from '../../../../shared/base/ids.ts';
import { takeFile } from '../../../commands/held-files.ts';
import { reported } from '../../../store/report.ts';
import styles from '../../../ui/camera.module.css';
import { cameraProblem, closeCamera, openCamera } from '../../../ui/camera.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { OpenedCase } from '../../../ui/opened-case.tsx';
import { Screen } from '../../../ui/screen.tsx';
import { WhyReadOnly } from '../../../ui/why-read-only.tsx';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { casePath } from '../case-address.ts';

const INSTEAD = t`You can also paste a picture into the case, or drop its file under Files.`;
/** Enough for a small type plate, and about a megabyte. */
const QUALITY = 0.9;

/** Draws what the camera sees now; its pixels are all that is kept of it. */
async function pictureOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!blob) throw new Error('the camera gave no picture');
  return blob;
}

/** What the camera sees, until its button is pressed. */
function Viewfinder({ onPicture, onBack }: { onPicture: (picture: Blob) => void; onBack: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const [problem, setProblem] = useState('');
  const [sees, setSees] = useState(false);
  useEffect(() => {
    let ended = false;
    async function begin(): Promise<void> {
      try {
        const opened = await openCamera();
        if (ended || !video.current) return closeCamera(opened);
        stream.current = opened;
        video.current.srcObject = opened;
        await video.current.play();
        setSees(true);
      } catch (error) {
        if (!ended) setProblem(`${cameraProblem(error)} ${INSTEAD}`);
      }
    }
    void begin();
    return () => {
      ended = true;
      closeCamera(stream.current);
    };
  }, []);
  async function shoot(): Promise<void> {
    if (!video.current) return;
    try {
      const picture = await pictureOf(video.current);
      closeCamera(stream.current);
      onPicture(picture);
    } catch (error) {
      setProblem(t`No picture was taken: ${reported(error, 'a photo')}. ${INSTEAD}`);
    }
  }
  if (problem !== '')
    return (
      <>
        <p className="bad" role="alert">
          {problem}
        </p>
        <div>
          <Button variant="default" onClick={onBack}>
            <Trans>Back to the files</Trans>
          </Button>
        </div>
      </>
    );
  return (
    <>
      <p role="status" className="quiet">
        {sees ? t`The camera is on. It goes off when the picture is taken.` : t`The camera starts.`}
      </p>
      <video ref={video} className={styles.camera} muted playsInline aria-label={t`What the camera sees`} />
      <div className="row">
        <Button disabled={!sees} onClick={() => void shoot()}>
          <Trans>Take the picture</Trans>
        </Button>
        <Button variant="default" onClick={onBack}>
          <Trans>Turn the camera off</Trans>
        </Button>
      </div>
    </>
  );
}

/** The picture before it is attached. */
function Taken({ picture, onAgain }: { picture: Blob; onAgain: () => void }) {
  const app = useApp();
  const [, go] = useLocation();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const [problem, setProblem] = useState('');
  const [address, setAddress] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(picture);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  const attach = useOneAtATime(async () => {
    const at = app.now();
    const clock = at.toTimeString().slice(0, 8).replaceAll(':', '.');
    const name = `photo ${at.toLocaleDateString('sv-SE')} ${clock}.jpg`;
    const file = new File([picture], name, { type: 'image/jpeg', lastModified: at.getTime() });
    const taken = await takeFile(app, caseId, file);
    if (taken.kind !== 'added') {
      setProblem(taken.kind === 'failed' ? taken.message : t`The photo was not attached.`);
      return;
    }
    go(casePath(caseId, 'files', taken.record.id));
    return 'done';
  });
  return (
    <>
      <p role="status" className="quiet">
        <Trans>
          The camera is off. The photo says neither where nor by what it was taken. Parts of it can be blurred
          once it is attached.
        </Trans>
      </p>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      {address !== '' && <img src={address} className={styles.camera} alt={t`What was taken`} />}
      <div className="row">
        <Button onClick={attach}>
          <Trans>Attach the photo</Trans>
        </Button>
        <Button variant="default" onClick={onAgain}>
          <Trans>Take another one</Trans>
        </Button>
      </div>
    </>
  );
}

function Photo() {
  const record = useCasePart((open) => contentsOf(open).case);
  const editable = useEditable();
  const [, go] = useLocation();
  const [picture, setPicture] = useState<Blob | null>(null);
  return (
    <section className="stack" aria-label={t`Photo`}>
      <p>
        <Link href={`/cases/${record.id}`}>
          <span className="mono">{caseNumber(record.id)}</span> {record.title}
        </Link>
      </p>
      {!editable ? (
        <WhyReadOnly>
          <Trans>What was handed off is frozen: photos can be added again once it is given back.</Trans>
        </WhyReadOnly>
      ) : picture ? (
        <Taken picture={picture} onAgain={() => setPicture(null)} />
      ) : (
        <Viewfinder onPicture={setPicture} onBack={() => go(casePath(record.id, 'files'))} />
      )}
    </section>
  );
}

export function PhotoScreen({ caseId }: { caseId: string }) {
  return (
    <OpenedCase caseId={caseId} frame={(inside) => <Screen title={t`Photo`}>{inside}</Screen>}>
      <Photo />
    </OpenedCase>
  );
}
