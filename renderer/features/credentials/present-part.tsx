/** Where a credential is presented: pasted, dropped, chosen as files or pictures, or held before the camera. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { type ClipboardEvent, type DragEvent, type ReactNode, useState } from 'react';
import { cut } from '../../../shared/base/cut.ts';
import { MAX_BADGE_LENGTH } from '../../../shared/certification/open-badge.ts';
import { ChooseFiles } from '../../ui/choose-files.tsx';
import { useDropArea } from '../../ui/drop-area.ts';
import { CameraPart } from './camera-part.tsx';
import { readQrFile } from './qr-reading.ts';

/** A text file of this size is no credential, whatever is in it; four bytes are the most that one character takes. */
const MOST_BYTES = MAX_BADGE_LENGTH * 4;
/** Files that are read at once. */
const MOST_FILES = 100;

/** A text that may be a credential, and how it came. */
export interface Presented {
  token: string;
  how: string;
}

type Read = { ok: true; token: string } | { ok: false; message: string };

/** What a code holds is not always a credential: a link, a telephone number. */
function fromCode(text: string, where: string): Read {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text.trim())
    ? { ok: true, token: text }
    : {
        ok: false,
        message: t`The QR code ${where} was read, but holds no credential: “${cut(text, 60)}${text.length > 60 ? '…' : ''}”.`,
      };
}

async function readFile(file: File): Promise<Read> {
  if (file.type.startsWith('image/')) {
    const answer = await readQrFile(file, file.name);
    return answer.ok ? fromCode(answer.text, t`in ${file.name}`) : answer;
  }
  const refuse = (message: string): Read => ({ ok: false, message });
  if (file.size > MOST_BYTES)
    return refuse(t`${file.name} is larger than a credential can be. Nothing was read from it.`);
  // Unreported: a file that cannot be read is told on the next line.
  const text = await file.text().catch(() => null);
  if (text === null) return refuse(t`${file.name} cannot be read from the disk. Choose it again.`);
  return { ok: true, token: text };
}

export function PresentPart({
  camera,
  onCamera,
  onPresent,
  children,
}: {
  /** Whether the camera is on. */
  camera: boolean;
  onCamera: (on: boolean) => void;
  onPresent: (presented: readonly Presented[]) => void;
  children: ReactNode;
}) {
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState('');
  const area = useDropArea(drop);

  function present(presented: readonly Presented[], faults: readonly string[] = []): void {
    setProblems(faults);
    if (presented.length > 0) onPresent(presented);
  }
  function check(token: string, how: string): void {
    if (token.trim() === '') setProblems([t`Paste a credential, or choose its file.`]);
    else present([{ token, how }]);
  }
  async function read(files: readonly File[]): Promise<void> {
    const presented: Presented[] = [];
    const faults: string[] = [];
    for (const [i, file] of files.slice(0, MOST_FILES).entries()) {
      setBusy(t`Reading ${i + 1} of ${Math.min(files.length, MOST_FILES)} files.`);
      const answer = await readFile(file);
      if (answer.ok) presented.push({ token: answer.token, how: file.name });
      else faults.push(answer.message);
    }
    setBusy('');
    if (files.length > MOST_FILES)
      faults.push(t`Only the first ${MOST_FILES} files were read. Check the others after them.`);
    const [only] = presented;
    if (only && presented.length === 1) setText(only.token.slice(0, MAX_BADGE_LENGTH + 1));
    present(presented, faults);
  }
  function drop(event: DragEvent): void {
    const dropped = event.dataTransfer.getData('text/plain');
    if (event.dataTransfer.files.length > 0) void read([...event.dataTransfer.files]);
    else if (dropped === '') setProblems([t`This is no file and no text.`]);
    else {
      setText(dropped.slice(0, MAX_BADGE_LENGTH + 1));
      check(dropped, t`dropped text`);
    }
  }
  /** A picture that was copied; text goes into the field by itself. */
  function paste(event: ClipboardEvent): void {
    const pictures = [...event.clipboardData.files].filter(({ type }) => type.startsWith('image/'));
    if (pictures.length === 0) return;
    event.preventDefault();
    void read(pictures);
  }
  function scanned(code: string): void {
    onCamera(false);
    const answer = fromCode(code, t`before the camera`);
    if (answer.ok) present([{ token: answer.token, how: 'camera' }]);
    else setProblems([answer.message]);
  }

  return (
    <section
      className="card stack credential-drop no-print"
      aria-label={t`The credential to check`}
      {...area}
      onPaste={paste}
    >
      {camera ? (
        <CameraPart onText={scanned} onClose={() => onCamera(false)} />
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check(text, t`pasted text`);
          }}
        >
          <Textarea
            label={t`Credential`}
            description={t`Paste its text or a picture of its QR code here, or drop files or pictures anywhere in this box.`}
            value={text}
            maxRows={6}
            autosize
            minRows={3}
            classNames={{ input: 'mono' }}
            onChange={(event) => {
              setProblems([]);
              setText(event.currentTarget.value.slice(0, MAX_BADGE_LENGTH + 1));
            }}
          />
          <div className="row">
            <Button type="submit">
              <Trans>Check it</Trans>
            </Button>
            <ChooseFiles
              multiple
              label={t`Files with credentials, or pictures of their QR codes`}
              accept=".jwt,.json,.txt,text/plain,image/*"
              onChoose={(files) => void read(files)}
            >
              {t`Choose files or pictures`}
            </ChooseFiles>
            <Button
              variant="default"
              onClick={() => {
                setProblems([]);
                onCamera(true);
              }}
            >
              <Trans>Scan with the camera</Trans>
            </Button>
          </div>
        </form>
      )}
      {busy !== '' && <p role="status">{busy}</p>}
      {problems.length > 0 && (
        <div className="bad" role="alert">
          <ul className="plain-list">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      {children}
    </section>
  );
}
