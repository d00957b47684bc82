/** What the rules say of the packet: what stops it first. A blocker that may be waived is waived here, with the reason. */
import { Button } from '@mantine/core';
import { useContext, useMemo, useState } from 'react';
import { samePlace } from '../../../shared/base/place.ts';
import { isWaivable } from '../../../shared/cases/statements.ts';
import { frozenFindings } from '../../../shared/handoff/frozen-findings.ts';
import type { Finding, Packet } from '../../../shared/handoff/schema.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { CommentForm } from '../../ui/comments.tsx';
import { Icon } from '../../ui/icons.tsx';
import { ReadingContext, useAsk } from './remark.tsx';
import { useDraft, useDrafts } from './review-state.ts';

const words = { blocker: 'Missing', warning: 'Warning', note: 'Note' } as const;
const tones = { blocker: 'bad', warning: 'waiting', note: 'quiet' } as const;
const ranks = { blocker: 0, warning: 1, note: 2 } as const;

/** Blockers first, then warnings, then notes. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => ranks[a.severity] - ranks[b.severity]);
}

/** The findings for the instant of the handoff, blockers first. */
export function usePacketFindings(packet: Packet): Finding[] {
  return useMemo(() => byWeight(frozenFindings(packet)), [packet]);
}

/** Those that still stop the packet: blockers without a waiver in the draft. */
export function unwaived(
  findings: readonly Finding[],
  waivers: readonly { rule: string; where: Finding['where'] }[],
) {
  return findings.filter(
    (each) =>
      each.severity === 'blocker' &&
      !waivers.some((waiver) => waiver.rule === each.rule && samePlace(waiver.where, each.where)),
  );
}

function Line({ finding }: { finding: Finding }) {
  const { packetId, open } = useContext(ReadingContext);
  const draft = useDraft(packetId);
  const change = useDrafts((drafts) => drafts.change);
  const ask = useAsk();
  const [writing, setWriting] = useState<'waive' | 'ask' | null>(null);
  const { rule, where } = finding;
  const waiver = draft.waivers.find((each) => each.rule === rule && samePlace(each.where, where));
  const asked = draft.changes.some(
    (each) => each.rule === rule && each.where !== null && samePlace(each.where, where),
  );
  const withoutIt = draft.waivers.filter((each) => each !== waiver);
  async function send(text: string): Promise<string> {
    if (writing === 'ask') ask(text, where, rule);
    else if (isWaivable(rule, where))
      change(packetId, { waivers: [...withoutIt, { rule, where, reason: text }] });
    setWriting(null);
    return '';
  }
  return (
    <li className="step stack">
      <div className="finding">
        <span className={tones[finding.severity]}>
          <Icon name={finding.severity === 'blocker' ? 'missing' : finding.severity} />
          <span className="skip">{words[finding.severity]}: </span>
        </span>
        <span>
          <span className="mono">{rule}</span> {finding.message}{' '}
          {finding.clause && <ClauseLink id={finding.clause} />}
        </span>
        {open && !writing && (
          <span className="finding-buttons remark-buttons">
            {finding.severity === 'blocker' && isWaivable(rule, where) && !waiver && (
              <button
                type="button"
                className="finding-go"
                aria-label={`Waive ${rule}: ${finding.message}`}
                onClick={() => setWriting('waive')}
              >
                Waive
              </button>
            )}
            {!asked && (
              <button
                type="button"
                className="finding-go"
                aria-label={`Ask for a change: ${finding.message}`}
                onClick={() => setWriting('ask')}
              >
                Ask for a change
              </button>
            )}
          </span>
        )}
      </div>
      {waiver && (
        <div className="row">
          <span className="waiting">Waived with your approval: {waiver.reason}</span>
          <Button variant="subtle" onClick={() => change(packetId, { waivers: withoutIt })}>
            Do not waive {rule}
          </Button>
        </div>
      )}
      {asked && <p className="quiet">Among the changes that you ask for.</p>}
      {writing && (
        <CommentForm
          label={writing === 'waive' ? `Why ${rule} is waived` : `Change asked for: ${finding.message}`}
          button={writing === 'waive' ? 'Waive' : 'Add to the changes'}
          onSend={send}
          onCancel={() => setWriting(null)}
        />
      )}
    </li>
  );
}

export function Findings({ packet }: { packet: Packet }) {
  const findings = usePacketFindings(packet);
  return (
    <section className="card stack" aria-labelledby="review-findings">
      <h2 id="review-findings">What the rules say</h2>
      <p className="quiet">
        Warnings and notes are those that the engineer’s console froze with the packet. What may be waived was
        looked for here.
      </p>
      {findings.length === 0 && (
        <p className="good">
          <Icon name="done" /> Nothing is missing, and there is no warning.
        </p>
      )}
      <ul className="plain-list">
        {findings.slice(0, 200).map((finding) => (
          <Line
            key={`${finding.rule} ${finding.where.id} ${finding.where.field} ${finding.message}`}
            finding={finding}
          />
        ))}
      </ul>
    </section>
  );
}
