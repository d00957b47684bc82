/** What files wait to be sent, what is on its way, and the switch that holds it. */
import { Progress, Switch } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useConsole } from '../../data/hooks.tsx';
import { PAUSE, unsentFiles } from '../../data/sync/transfers.ts';
import { bytes } from '../../ui/times.ts';

export function AttachmentTransfer() {
  const { db, transfers } = useConsole();
  const unsent = useLiveQuery(() => unsentFiles(db), [db]) ?? [];
  const refused = useLiveQuery(() => db.transfers.where('state').equals('refused').toArray(), [db]) ?? [];
  const kept = useLiveQuery(async () => (await db.values.get(PAUSE))?.value === true, [db]) ?? false;
  // What was just chosen, until it is kept.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const paused = chosen ?? kept;
  useEffect(() => {
    if (chosen === kept) setChosen(null);
  }, [chosen, kept]);
  const moving = useStore(transfers.view, (view) => view.moving);
  const pausedBy = useStore(transfers.view, (view) => view.pausedBy);
  const size = unsent.reduce((sum, file) => sum + file.size, 0);
  const onTheWay = unsent.filter((file) => moving[file.sha256]);
  return (
    <section className="card stack" aria-labelledby="files">
      <h2 id="files">Files</h2>
      <p role="status">
        {unsent.length === 0
          ? 'All attached files that this computer knows of are at the hub.'
          : `${unsent.length === 1 ? '1 file is' : `${unsent.length} files are`} not known to be at the hub (${bytes(size)}).`}
        {pausedBy === 'metered' && ' The network asks to be spared, so nothing is sent now.'}
      </p>
      {onTheWay.map((file) => {
        const { done, size: whole } = moving[file.sha256] ?? { done: 0, size: 1 };
        const part = whole === 0 ? 100 : Math.floor((done / whole) * 100);
        return (
          <div key={file.sha256} className="row">
            <span className="num">
              {file.name}: {part} % of {bytes(whole)}
            </span>
            <Progress
              value={part}
              style={{ flex: 1, minWidth: 120 }}
              aria-label={`Transfer of ${file.name}`}
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
        label="Hold files back for now"
        description="Changes are still sent. What was sent of a file is kept, and it goes on from there."
        checked={paused}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          setChosen(checked);
          void transfers.pause(checked).catch(() => setChosen(null));
        }}
      />
    </section>
  );
}
