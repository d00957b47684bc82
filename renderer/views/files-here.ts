/** Which files are on this computer, for a screen that lists them. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useCallback, useEffect, useState } from 'react';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import { report } from '../store/report.ts';
import { filesHere } from '../sync/transfers.ts';
import { useApp } from './hooks.tsx';

/** @returns the hashes of those that are here, null while that is asked; `ask` looks again */
export function useFilesHere(files: readonly Pick<AttachmentRecord, 'sha256'>[]): {
  here: ReadonlySet<string> | null;
  ask: () => void;
} {
  const { bridge, db } = useApp();
  const [here, setHere] = useState<ReadonlySet<string> | null>(null);
  const [asked, setAsked] = useState(0);
  const hashes = files.map((file) => file.sha256).join(' ');
  // Another list on the screen may have fetched one of them.
  const moved = useLiveQuery(
    () => (hashes === '' ? [] : db.transfers.where('sha256').anyOf(hashes.split(' ')).toArray()),
    [db, hashes],
  );
  useEffect(() => {
    // `asked` and `moved` only ask again.
    if (hashes === '' || asked < 0 || moved === undefined) return;
    let gone = false;
    filesHere(
      bridge,
      hashes.split(' ').map((sha256) => ({ sha256 })),
    ).then(
      (found) => {
        if (!gone && found) setHere(found);
      },
      (error: unknown) => {
        if (!gone) report(error, 'which files are here');
      },
    );
    return () => {
      gone = true;
    };
  }, [bridge, hashes, asked, moved]);
  return { here, ask: useCallback(() => setAsked((before) => before + 1), []) };
}
