/** A packet out to a file, with progress; for a colleague's computer or a stick. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import { exportAnswer } from '../../commands/answers.ts';
import { type BagProgress, exportPacket } from '../../commands/bags.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { bytes } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';

const stepWords: Record<BagProgress['step'], string> = {
  copying: t`Reading the file`,
  verifying: t`Checking`,
  writing: t`Writing the packet`,
};

/** A bar in words and figures, with a way to stop. */
export function BagBar({ progress, onCancel }: { progress: BagProgress | null; onCancel: () => void }) {
  const { step = 'verifying', done = 0, total = 0 } = progress ?? {};
  const part = total === 0 ? 0 : Math.floor((done / total) * 100);
  return (
    <div className="row" role="group" aria-label={stepWords[step]}>
      <span className="num">
        {stepWords[step]}: {part} %{total > 0 && t` of ${bytes(total)}`}
      </span>
      <Progress value={part} style={{ flex: 1, minWidth: 120 }} aria-label={stepWords[step]} />
      <Button variant="default" onClick={onCancel}>
        <Trans>Stop</Trans>
      </Button>
    </div>
  );
}

/** Fetches what the shell offers once, by the browser's own means. */
function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/**
 * Exports a packet.
 * @param why in which case one would, as a sentence; empty where that is clear
 */
export function ExportPacket({ packetId, why = '' }: { packetId: string; why?: string }) {
  const app = useApp();
  const [running, setRunning] = useState<AbortController | null>(null);
  const [progress, setProgress] = useState<BagProgress | null>(null);
  const [said, setSaid] = useState<{ good: boolean; words: string } | null>(null);

  async function run(): Promise<void> {
    const stop = new AbortController();
    setRunning(stop);
    setProgress({ step: 'writing', done: 0, total: 0 });
    setSaid(null);
    const outcome = await exportPacket(app, packetId, {
      onProgress: setProgress,
      signal: stop.signal,
    }).catch((error: unknown) => ({ kind: 'failed' as const, message: String(error) }));
    setRunning(null);
    if (outcome.kind === 'failed') setSaid({ good: false, words: outcome.message });
    if (outcome.kind === 'cancelled') setSaid({ good: true, words: t`Nothing was saved.` });
    if (outcome.kind !== 'saved') return;
    if (outcome.url) download(outcome.url, outcome.name);
    setSaid({
      good: true,
      words: outcome.url
        ? t`${outcome.name} is among your browser’s downloads. Take it to a lead, who imports it.`
        : t`${outcome.name} is saved. Take it to a lead, who imports it.`,
    });
  }

  return (
    <div className="stack">
      <p className="quiet">
        <Trans>{why} The file is not encrypted: whoever has the stick can read what is in it.</Trans>
      </p>
      {running ? (
        <BagBar progress={progress} onCancel={() => running.abort()} />
      ) : (
        <div>
          <Button variant="default" onClick={() => void run()}>
            <Trans>Export the packet</Trans>
          </Button>
        </div>
      )}
      {said && (
        <p className={said.good ? 'quiet' : 'bad'} role={said.good ? 'status' : 'alert'}>
          {said.words}
        </p>
      )}
    </div>
  );
}

/** A lead's answer as a file, for an engineer whose computer is never online. */
export function SaveAnswer({ packetId }: { packetId: string }) {
  const app = useApp();
  const [said, setSaid] = useState('');
  async function save(): Promise<void> {
    const answer = await exportAnswer(app, packetId);
    if (!answer) return setSaid(t`The packet is no longer on this computer.`);
    saveTextFile(answer.name, answer.text);
    setSaid(t`${answer.name} is saved. The engineer opens it with “Import a packet”.`);
  }
  return (
    <div className="row">
      <Button variant="default" onClick={() => void save()}>
        <Trans>Save the answer as a file</Trans>
      </Button>
      {said !== '' && (
        <span className="quiet" role="status">
          {said}
        </span>
      )}
    </div>
  );
}
