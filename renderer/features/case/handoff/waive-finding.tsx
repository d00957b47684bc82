/** A lead lets a finding pass before anybody hands off (H5, H12): with the reason, which travels in the packet. */

import { t } from '@lingui/core/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { placeKey } from '../../../../shared/base/place.ts';
import { waivableRule } from '../../../../shared/cases/statements.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { waive } from '../../../commands/handoff.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { begunWords, ofDraft, useIsBegun } from '../../../ui/begun.ts';
import { CommentForm } from '../../../ui/comments.tsx';
import { useOpener } from '../../../ui/focus-first.ts';
import { contentsOf, useApp, useCasePart, useIdentity, useMay } from '../../../views/hooks.tsx';

export function WaiveFinding({ finding }: { finding: Finding }) {
  const app = useApp();
  const identity = useIdentity();
  const engineer = useCasePart((open) => contentsOf(open).case.engineer);
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const draft = `waive ${caseId} ${finding.rule} ${placeKey(finding.where)}`;
  const isBegun = useIsBegun(draft);
  const [writing, setWriting] = useState(false);
  const opener = useOpener(writing ? 'waive' : null);
  const rule = waivableRule.safeParse(finding.rule);
  const reviewer = useMay('review-packets');
  const lead = reviewer && identity?.person.id !== engineer.id;
  if (!lead || !rule.success || finding.severity !== 'blocker') return null;
  async function send(reason: string): Promise<string> {
    if (!rule.success) return '';
    const result = await waive(app, caseId, { rule: rule.data, where: finding.where, reason });
    return result.kind === 'refused' ? refusalWords(result) : '';
  }
  return writing ? (
    <CommentForm
      label={t`Why ${finding.rule} is waived`}
      draft={draft}
      button={t`Waive`}
      onSend={send}
      onCancel={() => setWriting(false)}
    />
  ) : (
    <div>
      <Button
        ref={opener('waive')}
        variant="subtle"
        {...ofDraft(draft)}
        aria-label={`${begunWords(t`Waive ${finding.rule}`, isBegun)}: ${finding.message}`}
        onClick={() => setWriting(true)}
      >
        {isBegun ? begunWords(t`Waive`, true) : t`Waive…`}
      </Button>
    </div>
  );
}
