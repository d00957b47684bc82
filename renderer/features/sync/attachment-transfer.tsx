/** What files wait to be sent, what is on its way, and the switch that holds it. */

import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Progress, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import { report } from '../../store/report.ts';
import { bytes } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import { readPaused, readRefusedFiles, sortUnsent } from '../../views/unsent-files.ts';
import { useView } from '../../views/use-view.ts';

const fileCount = (files: readonly unknown[]) => plural(files.length, { one: '# file', other: '# files' });
const sizeOf = (files: readonly AttachmentRecord[]) => bytes(files.reduce((sum, { size }) => sum + size, 0));

export function AttachmentTransfer() {
  const { bridge, transfers } = useApp();
  const sorted = useView(sortUnsent, bridge);
  const refused = useView(readRefusedFiles) ?? [];
  const kept = useView(readPaused);
  // What was just chosen, until it is kept.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const paused = chosen ?? kept;
  useEffect(() => {
    if (chosen === kept) setChosen(null);
  }, [chosen, kept]);
  const moving = useStore(transfers.view, (view) => view.moving);
  const pausedBy = useStore(transfers.view, (view) => view.pausedBy);
  // Until it is read, nothing is claimed: not that all files are at the hub, nor that the switch is off.
  if (sorted === undefined || paused === undefined) return null;
  const { mine: unsent, unasked, others } = sorted;
  const onTheWay = unsent.filter((file) => moving[file.sha256]);
  return (
    <section className="card stack" aria-labelledby="files">
      <h2 id="files">
        <Trans>Files</Trans>
      </h2>
      <p role="status">
        {unsent.length === 0
          ? unasked.length === 0 && t`All files of this computer are at the hub.`
          : t`${fileCount(unsent)} of this computer ${plural(unsent.length, { one: 'waits', other: 'wait' })} to be sent, ${sizeOf(unsent)}. ${plural(unsent.length, { one: 'It is', other: 'All are' })} kept here until then.`}
        {pausedBy === 'metered' && t` The network is metered, so nothing is sent now.`}
      </p>
      {unasked.length > 0 && (
        <p className="quiet">
          <Trans>
            Whether the hub has {fileCount(unasked)} of this computer, {sizeOf(unasked)}, is not known yet: it
            is asked once it can be reached.
          </Trans>
        </p>
      )}
      {others.length > 0 && (
        <p className="quiet">
          <Trans>
            {fileCount(others)} of other computers, {sizeOf(others)},{' '}
            <Plural value={others.length} one="is" other="are" /> not at the hub yet, as far as is known here.
          </Trans>
        </p>
      )}
      {onTheWay.map((file) => {
        const { done, size: whole } = moving[file.sha256] ?? { done: 0, size: 1 };
        const part = whole === 0 ? 100 : Math.floor((done / whole) * 100);
        return (
          <div key={file.sha256} className="row">
            <span className="num">
              <Trans>
                {file.name}: {part} % of {bytes(whole)}
              </Trans>
            </span>
            <Progress
              value={part}
              style={{ flex: 1, minWidth: 120 }}
              aria-label={t`Transfer of ${file.name}`}
            />
          </div>
        );
      })}
      {refused.map((row) => {
        const file = unsent.find((each) => each.sha256 === row.sha256);
        return file ? (
          <p key={row.sha256} className="bad">
            {file.name}: {row.problem}
          </p>
        ) : null;
      })}
      <Switch
        label={t`Send files`}
        description={t`Off: changes are still sent. A file goes on from where it stopped once this is on again.`}
        checked={!paused}
        onChange={(event) => {
          const pause = !event.currentTarget.checked;
          setChosen(pause);
          void transfers.pause(pause).catch((error: unknown) => {
            report(error, 'pausing files', t`Whether files are sent was not changed.`);
            setChosen(null);
          });
        }}
      />
    </section>
  );
}
