/** What waits, since when, how large; what was refused; when this computer and the hub last agreed. */

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isLineFault, lineFaults } from '../../../shared/bridge/line.ts';
import { countOf } from '../../../shared/sync/tables.ts';
import { restoreUnsent, type Unsent, unsentOfLostDatabases } from '../../store/recovery.ts';
import { faultLog, report } from '../../store/report.ts';
import type { SyncStatus } from '../../sync/status.ts';
import { ProxySignIn } from '../../ui/proxy-sign-in.tsx';
import { saveTextFile } from '../../ui/save-file.ts';
import { Screen } from '../../ui/screen.tsx';
import { bytes, formatLocalTime } from '../../ui/times.ts';
import { useApp, useSyncStatus } from '../../views/hooks.tsx';
import { readLog, readNewestLog, readWaiting } from '../../views/sync-details.ts';
import { readOnce, useView } from '../../views/use-view.ts';
import { AttachmentTransfer } from './attachment-transfer.tsx';
import { ConflictList } from './conflict-list.tsx';
import { RefusedList } from './refused-list.tsx';
import { RetentionPart } from './retention-part.tsx';

const linkWords = {
  unknown: t`Not tried yet`,
  online: t`Connected`,
  offline: t`The hub cannot be reached`,
  refused: t`Reached; it takes nothing now`,
  fault: t`Not asked: a fault in this console`,
};
const LOG_LINES = 50;

function Restore() {
  const app = useApp();
  const [lost, setLost] = useState<readonly Unsent[]>([]);
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void unsentOfLostDatabases(app).then(setLost, (error: unknown) =>
      report(
        error,
        'reading the journal',
        t`Whether the journal holds changes of a lost database is not known.`,
      ),
    );
  }, [app]);
  if (lost.length === 0 && told === '') return null;
  async function restore(): Promise<void> {
    setBusy(true);
    let restored = 0;
    let left = 0;
    let problem = '';
    for (const each of lost) {
      const done = await restoreUnsent(app, each);
      restored += done.restored;
      left += done.left;
      problem = done.problem ?? problem;
    }
    setBusy(false);
    setTold(
      t`${plural(restored, { one: '# change was', other: '# changes were' })} restored.${left > 0 ? t` ${left} could not be, and stay in the journal.` : ''} ${problem}`,
    );
    setLost(await unsentOfLostDatabases(app));
  }
  return (
    <section className="card stack" aria-labelledby="restore">
      <h2 id="restore">
        <Trans>Restore from the journal</Trans>
      </h2>
      <p role="status">
        {told !== ''
          ? told
          : t`The journal holds ${lost.reduce((sum, each) => sum + each.entries.length, 0)} changes of a database that was lost.`}
      </p>
      {lost.length > 0 && (
        <div>
          <Button loading={busy} onClick={() => void restore()}>
            <Trans>Restore</Trans>
          </Button>
        </div>
      )}
    </section>
  );
}

function hubWords({ link, fault }: SyncStatus): string {
  return link === 'offline' && isLineFault(fault) ? `${lineFaults[fault].said} (${fault})` : linkWords[link];
}

function movingWords({ moving, link, waiting }: SyncStatus): string {
  if (!moving) return t`Nothing`;
  if (link === 'offline' || link === 'fault') return t`Nothing; the hub is being tried again`;
  return waiting > 0 ? t`Changes are being sent` : t`Comparing with the hub`;
}

export function SyncScreen() {
  const app = useApp();
  const { syncNow } = app;
  const status = useSyncStatus();
  const waiting = useView(readWaiting);
  const log = useView(readNewestLog, LOG_LINES) ?? [];
  return (
    <Screen
      title={t`Sync`}
      actions={
        <Button onClick={() => syncNow()}>
          <Trans>Sync now</Trans>
        </Button>
      }
    >
      <section className="card" aria-label={t`State`}>
        <dl className="facts">
          <dt>
            <Trans>Hub</Trans>
          </dt>
          <dd>{hubWords(status)}</dd>
          <dt>
            <Trans>Waiting</Trans>
          </dt>
          <dd>
            {status.waiting === 0
              ? t`Nothing`
              : `${plural(status.waiting, { one: '# change', other: '# changes' })}, ${bytes(waiting?.size ?? 0)}: ${(waiting?.tables ?? []).map(([table, count]) => countOf(table, count)).join(', ')}`}
          </dd>
          {status.since && (
            <>
              <dt>
                <Trans>Oldest</Trans>
              </dt>
              <dd>
                <Trans>{formatLocalTime(status.since)}. All are saved on this computer.</Trans>
              </dd>
            </>
          )}
          {status.alarm !== '' && (
            <>
              <dt>
                <Trans>Alarm</Trans>
              </dt>
              <dd className="bad" role="alert">
                {status.alarm}
              </dd>
            </>
          )}
          <dt>
            <Trans>In progress</Trans>
          </dt>
          <dd>{movingWords(status)}</dd>
          <dt>
            <Trans>Last in sync</Trans>
          </dt>
          <dd>{status.lastAgreement ? formatLocalTime(status.lastAgreement) : t`Not yet`}</dd>
          {status.problem !== '' && (
            <>
              <dt>
                <Trans>Problem</Trans>
              </dt>
              <dd className="bad">{status.problem}</dd>
            </>
          )}
        </dl>
        {status.fault === 'proxy-login' && <ProxySignIn onDone={syncNow} />}
      </section>
      <AttachmentTransfer />
      <RetentionPart />
      <Restore />
      <RefusedList />
      <ConflictList />
      <section className="card stack" aria-labelledby="log">
        <div className="row">
          <h2 id="log">
            <Trans>Log</Trans>
          </h2>
          <Button
            variant="default"
            onClick={() =>
              void readOnce(app, readLog).then((rows) =>
                saveTextFile('sync-log.txt', rows.map((row) => `${row.at} ${row.text}`).join('\n')),
              )
            }
          >
            <Trans>Save to a file</Trans>
          </Button>
          <Button
            variant="default"
            onClick={() =>
              void faultLog(app.bridge).then((text) =>
                saveTextFile('partner-console.log', text, 'text/plain'),
              )
            }
          >
            <Trans>Export the fault log</Trans>
          </Button>
        </div>
        {log.length === 0 ? (
          <p className="quiet">
            <Trans>Nothing was sent or received yet.</Trans>
          </p>
        ) : (
          <ul className="plain-list">
            {log.map((row) => (
              <li key={row.id}>
                <span className="quiet num">{formatLocalTime(row.at)}</span> {row.text}
              </li>
            ))}
          </ul>
        )}
      </section>
    </Screen>
  );
}
