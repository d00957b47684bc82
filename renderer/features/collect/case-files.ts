/** Files of the case beside what was dropped: whoever compares or looks at the time has both, however the files came in. */
import { useEffect } from 'react';
import type { AttachmentRecord } from '../../../shared/cases/attachments.ts';
import type { HeldFile } from '../../store/device-rows.ts';
import { contentsOf, useApp, useCasePart } from '../../views/hooks.tsx';
import { keptSource } from '../../views/log-reading.ts';
import { readOriginals } from '../../views/redaction.ts';
import { useView } from '../../views/use-view.ts';
import type { CaseFile, CollectingSession } from './collecting.ts';

/** Text, or what nobody has looked at and calls itself text. */
const isText = ({ content, mediaType, readable }: AttachmentRecord | HeldFile) =>
  readable && (content === 'text' || (content === null && mediaType.startsWith('text/')));

/** Has the session read the texts that are attached to the case or held for it on this computer. */
export function useCaseFiles(session: CollectingSession): void {
  const app = useApp();
  const { case: record, attachments } = useCasePart(contentsOf);
  const originals = useView(readOriginals, record.id);
  useEffect(() => {
    if (!originals) return;
    const caseFile = (file: AttachmentRecord | HeldFile, original: string | null): CaseFile => ({
      ...{ name: file.name, sha256: file.sha256, size: file.size, addedAt: file.addedAt, original },
      read: keptSource(app, file).read,
    });
    void session.bring([
      ...attachments
        .filter((file) => !file.removed && isText(file))
        .map((file) =>
          caseFile(
            file,
            originals.find(({ id, left }) => id === file.id || left?.sha256 === file.sha256)?.sha256 ?? null,
          ),
        ),
      ...originals.filter((file) => file.left === null && isText(file)).map((file) => caseFile(file, null)),
    ]);
  }, [app, session, attachments, originals]);
}
