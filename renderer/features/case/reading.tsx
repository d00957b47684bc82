/** The case as it was handed off, to be read: the same document that lead, desk and paper draw, part by part. */
import type { OutlinePart } from '../../../shared/cases/outline-parts.ts';
import { useMemo } from 'react';
import type { Place } from '../../../shared/base/place.ts';
import { FileTransfer } from '../../ui/file-transfer.tsx';
import { PacketDocument, type ReaderParts } from '../../ui/packet-document/packet-document.tsx';
import { useFilesHere } from '../../views/files-here.ts';
import { contentsOf, useCasePart } from '../../views/hooks.tsx';
import { useCaseDocument } from '../../views/packet-document.ts';
import { DeleteAtHub } from '../redaction/delete-at-hub.tsx';
import { CaseTemplates } from './capture/case-templates.tsx';
import styles from './case.module.css';

/** Sections of the document that stand on each part; cause and request are read with the problem. */
const sectionsOf: Readonly<Record<OutlinePart, readonly string[]>> = {
  problem: ['waivers', 'problem'],
  cause: ['problem'],
  request: ['problem'],
  systems: ['systems'],
  configuration: ['configuration'],
  revisions: ['revisions'],
  steps: ['steps'],
  files: ['files'],
  cover: ['entitlement'],
  people: ['people'],
};

/** Rows of a section that are drawn at once. */
const DRAWN = 50;

export function Reading({ part }: { part: OutlinePart }) {
  const contents = useCasePart(contentsOf);
  const all = useCaseDocument(contents);
  const sections = useMemo(() => all.filter(({ id }) => sectionsOf[part].includes(id)), [all, part]);
  const files = useMemo(() => contents.attachments.filter((file) => !file.removed), [contents.attachments]);
  const { here, ask } = useFilesHere(files);
  const parts = useMemo((): ReaderParts => {
    const byId = new Map(files.map((file) => [file.id, file]));
    function Extra({ place }: { place: Place }) {
      const file = place.table === 'attachments' && place.id !== null ? byId.get(place.id) : undefined;
      if (!file) return null;
      return (
        <>
          <FileTransfer file={file} here={here?.has(file.sha256)} onChange={ask} />
          <DeleteAtHub file={file} />
        </>
      );
    }
    return { prefix: 'section', drawn: DRAWN, unanswered: 'line', Extra };
  }, [files, here, ask]);
  return (
    <div className="stack">
      {contents.case.state !== 'closed' && (
        <p className={styles.frozen}>
          What was handed off is frozen, so that you and Level 3 read the same. It can be changed once you
          take it back, or a lead, the hub or Level 3 gives it back.
        </p>
      )}
      <PacketDocument sections={sections} parts={parts} />
      {part === 'problem' && <CaseTemplates />}
    </div>
  );
}
