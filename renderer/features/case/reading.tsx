/** The case as it was handed off, to be read: the same document that lead, desk and paper draw, part by part. */

import { Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { OutlinePart } from '../../../shared/cases/outline-parts.ts';
import { useFileExtra } from '../../ui/packet-document/file-extra.tsx';
import { PacketDocument, type ReaderParts } from '../../ui/packet-document/packet-document.tsx';
import { WhyReadOnly } from '../../ui/why-read-only.tsx';
import { contentsOf, useCasePart } from '../../views/hooks.tsx';
import { useCaseDocument } from '../../views/packet-document.ts';
import { fileActions } from '../redaction/file-actions.tsx';
import { CaseTemplates } from './capture/case-templates.tsx';

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
  const Extra = useFileExtra(contents.attachments, fileActions);
  const parts = useMemo(
    (): ReaderParts => ({ prefix: 'section', drawn: DRAWN, unanswered: 'line', Extra }),
    [Extra],
  );
  return (
    <div className="stack">
      <WhyReadOnly>
        {contents.case.state !== 'closed' && (
          <Trans>
            What was handed off is frozen, so that you and Level 3 read the same. It can be changed once you
            take it back, or a lead, the hub or Level 3 gives it back.
          </Trans>
        )}
      </WhyReadOnly>
      <PacketDocument sections={sections} parts={parts} />
      {part === 'problem' && <CaseTemplates />}
    </div>
  );
}
