/** Saves a file of this computer where the person wants it: by the desktop's dialog, or as a download of the browser. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Progress } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useApp } from '../views/hooks.tsx';
import { Icon } from './icons.tsx';
import { download } from './save-file.ts';
import { bytes } from './times.ts';

type Stage =
  | { kind: 'idle' }
  | { kind: 'saving'; job: string; done: number }
  | { kind: 'saved' | 'failed'; words: string };

/** @param onGone the file turned out damaged or missing, as the words say: it is not here any more */
export function SaveCopy({
  file,
  onGone,
}: {
  file: { name: string; size: number; sha256: string };
  onGone: (words: string) => void;
}) {
  const { bridge } = useApp();
  const [stage, setStage] = useState<Stage>({ kind: 'idle' });
  const running = useRef('');
  useEffect(
    () =>
      bridge.on('blob.saving', ({ job, done }) => {
        if (job === running.current) setStage({ kind: 'saving', job, done });
      }),
    [bridge],
  );

  async function save(): Promise<void> {
    const job = crypto.randomUUID();
    running.current = job;
    setStage({ kind: 'saving', job, done: 0 });
    const answer = await bridge
      .call('blob.save', { job, sha256: file.sha256, name: file.name })
      .catch((error: unknown) => ({ ok: false as const, failure: { code: '', message: String(error) } }));
    running.current = '';
    if (!answer.ok) {
      const { code, message } = answer.failure;
      setStage({ kind: 'failed', words: message });
      if (code === 'damaged' || code === 'not-here') onGone(message);
      return;
    }
    if (answer.value.kind === 'cancelled') return setStage({ kind: 'idle' });
    if (answer.value.kind === 'download') download(answer.value.url);
    setStage({
      kind: 'saved',
      words:
        answer.value.kind === 'saved'
          ? t`A copy is saved. It is not encrypted`
          : t`Your browser saves a copy, which is not encrypted`,
    });
  }

  const part =
    stage.kind !== 'saving' ? 0 : file.size === 0 ? 100 : Math.floor((stage.done / file.size) * 100);
  return (
    <>
      {/* One button throughout: the focus stays on it. */}
      <Button
        variant="default"
        aria-label={stage.kind === 'saving' ? t`Stop saving ${file.name}` : t`Save as... ${file.name}`}
        onClick={() =>
          void (stage.kind === 'saving' ? bridge.call('blob.stopSaving', { job: stage.job }) : save())
        }
      >
        {stage.kind === 'saving' ? t`Stop saving` : t`Save as...`}
      </Button>
      {stage.kind === 'saving' && stage.done > 0 && (
        <>
          <span className="num">
            <Trans>
              {part} % of {bytes(file.size)}
            </Trans>
          </span>
          <Progress value={part} style={{ flex: 1, minWidth: 80 }} aria-label={t`Saving ${file.name}`} />
        </>
      )}
      {stage.kind === 'failed' && (
        <span className="bad" role="alert">
          <Icon name="missing" /> {stage.words}
        </span>
      )}
      <span className="good" role="status">
        {stage.kind === 'saved' && (
          <>
            <Icon name="done" /> {stage.words}
          </>
        )}
      </span>
    </>
  );
}
