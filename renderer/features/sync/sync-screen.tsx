/** What waits, since when, how large; what was refused; when this computer and the hub last agreed. */

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
  unknown: 'Not tried yet',
  online: 'Connected',
  offline: 'The hub cannot be reached',
  refused: 'Reached; it takes nothing now',
  fault: 'Not asked: a fault in this console',
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
        'Whether the journal holds changes of a lost database is not known.',
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
      `${restored === 1 ? '1 change was' : `${restored} changes were`} restored.${left > 0 ? ` ${left} could not be, and stay in the journal.` : ''} ${problem}`,
    );
    setLost(await unsentOfLostDatabases(app));
  }
  return (
    <section className="card stack" aria-labelledby="restore">
      <h2 id="restore">Restore from the journal</h2>
      <p role="status">
        {told !== ''
          ? told
          : `The journal holds ${lost.reduce((sum, each) => sum + each.entries.length, 0)} changes of a database that was lost.`}
      </p>
      {lost.length > 0 && (
        <div>
          <Button loading={busy} onClick={() => void restore()}>
            Restore
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
  if (!moving) return 'Nothing';
  if (link === 'offline' || link === 'fault') return 'Nothing; the hub is being tried again';
  return waiting > 0 ? 'Changes are being sent' : 'Comparing with the hub';
}

export function SyncScreen() {
  const app = useApp();
  const { syncNow } = app;
  const status = useSyncStatus();
  const waiting = useView(readWaiting);
  const log = useView(readNewestLog, LOG_LINES) ?? [];
  return (
    <Screen title="Sync" actions={<Button onClick={() => syncNow()}>Sync now</Button>}>
      <section className="card" aria-label="State">
        <dl className="facts">
          <dt>Hub</dt>
          <dd>{hubWords(status)}</dd>
          <dt>Waiting</dt>
          <dd>
            {status.waiting === 0
              ? 'Nothing'
              : `${status.waiting === 1 ? '1 change' : `${status.waiting} changes`}, ${bytes(waiting?.size ?? 0)}: ${(waiting?.tables ?? []).map(([table, count]) => countOf(table, count)).join(', ')}`}
          </dd>
          {status.since && (
            <>
              <dt>Oldest</dt>
              <dd>{formatLocalTime(status.since)}. All are saved on this computer.</dd>
            </>
          )}
          {status.alarm !== '' && (
            <>
              <dt>Alarm</dt>
              <dd className="bad" role="alert">
                {status.alarm}
              </dd>
            </>
          )}
          <dt>Moving</dt>
          <dd>{movingWords(status)}</dd>
          <dt>Last in sync</dt>
          <dd>{status.lastAgreement ? formatLocalTime(status.lastAgreement) : 'Not yet'}</dd>
          {status.problem !== '' && (
            <>
              <dt>Problem</dt>
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
          <h2 id="log">Log</h2>
          <Button
            variant="default"
            onClick={() =>
              void readOnce(app, readLog).then((rows) =>
                saveTextFile('sync-log.txt', rows.map((row) => `${row.at} ${row.text}`).join('\n')),
              )
            }
          >
            Save to a file
          </Button>
          <Button
            variant="default"
            onClick={() =>
              void faultLog(app.bridge).then((text) =>
                saveTextFile('partner-console.log', text, 'text/plain'),
              )
            }
          >
            Export the fault log
          </Button>
        </div>
        {log.length === 0 ? (
          <p className="quiet">Nothing was sent or received yet.</p>
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
