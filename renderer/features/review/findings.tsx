/** What the rules say of the packet: what stops it first. A blocker that may be waived is waived here, with the reason. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useContext, useMemo, useRef, useState } from 'react';
import { placeKey, samePlace } from '../../../shared/base/place.ts';
import { legible } from '../../../shared/base/printable.ts';
import { isWaivable } from '../../../shared/cases/statements.ts';
import { frozenFindings } from '../../../shared/handoff/frozen-findings.ts';
import type { Finding, Packet } from '../../../shared/handoff/schema.ts';
import { begunWords, useIsBegun } from '../../ui/begun.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { CommentForm } from '../../ui/comments.tsx';
import { useOpener } from '../../ui/focus-first.ts';
import { Icon } from '../../ui/icons.tsx';
import { Key } from '../../ui/key.tsx';
import { useLetterKeys } from '../../ui/single-keys.ts';
import { ReadingContext, useAsk } from './remark.tsx';
import styles from './review.module.css';
import { type Draft, useDraft, useDrafts, writtenOf } from './review-state.ts';

const words = { blocker: t`Missing`, warning: t`Warning`, note: t`Note` } as const;
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

type Writing = 'waive' | 'ask';

const keyOf = ({ rule, where, message }: Finding) => `${rule} ${where.id} ${where.field} ${message}`;

/** What the lead has made of a finding so far. */
function useJudged(): (finding: Finding) => {
  waiver: Draft['waivers'][number] | undefined;
  asked: boolean;
  content: boolean;
} {
  const { packetId } = useContext(ReadingContext);
  const { waivers, changes, content } = useDraft(packetId);
  return (finding) => ({
    waiver: waivers.find((each) => each.rule === finding.rule && samePlace(each.where, finding.where)),
    asked: changes.some(
      (each) => each.rule === finding.rule && each.where !== null && samePlace(each.where, finding.where),
    ),
    content: content.includes(keyOf(finding)),
  });
}

/** Says of a finding that it is OK, or takes that back. */
function useContent(): (finding: Finding, is: boolean) => void {
  const { packetId } = useContext(ReadingContext);
  const { content } = useDraft(packetId);
  const change = useDrafts((drafts) => drafts.change);
  return (finding, is) => {
    const others = content.filter((each) => each !== keyOf(finding));
    change(packetId, { content: is ? [...others, keyOf(finding)] : others });
  };
}

function Line({
  finding,
  isAsked,
  isAllowed,
  writing,
  onWrite,
}: {
  finding: Finding;
  /** Whether A means this one. */
  isAsked: boolean;
  /** Whether O does. */
  isAllowed: boolean;
  writing: Writing | null;
  onWrite: (writing: Writing | null) => void;
}) {
  const { packetId, open } = useContext(ReadingContext);
  const draft = useDraft(packetId);
  const change = useDrafts((drafts) => drafts.change);
  const ask = useAsk();
  const setContent = useContent();
  const { rule, where, severity } = finding;
  const message = legible(finding.message);
  const { waiver, asked, content } = useJudged()(finding);
  const draftOf = (what: Writing) => writtenOf(packetId, `${what} ${rule} ${placeKey(where)}`);
  const begun = { waive: useIsBegun(draftOf('waive')), ask: useIsBegun(draftOf('ask')) };
  const line = useRef<HTMLLIElement>(null);
  const opener = useOpener(writing, line);
  const withoutIt = draft.waivers.filter((each) => each !== waiver);
  async function send(text: string): Promise<string> {
    if (writing === 'ask') ask(text, where, rule);
    else if (isWaivable(rule, where))
      change(packetId, { waivers: [...withoutIt, { rule, where, reason: text }] });
    onWrite(null);
    return '';
  }
  return (
    <li ref={line} tabIndex={-1} className="step stack">
      <div className="finding">
        <span className={content ? 'good' : tones[severity]}>
          <Icon name={content ? 'done' : severity === 'blocker' ? 'missing' : severity} />
          <span className="skip">{words[severity]}: </span>
        </span>
        <span>
          <span className="mono">{rule}</span> {message}{' '}
          {finding.clause && <ClauseLink id={finding.clause} />}
        </span>
        {open && !writing && (
          <span className={styles.said}>
            {severity === 'blocker' && isWaivable(rule, where) && !waiver && (
              <Button
                ref={opener('waive')}
                variant="subtle"
                size="compact-xs"
                aria-label={`${begunWords(t`Waive ${rule}`, begun.waive)}: ${message}`}
                onClick={() => onWrite('waive')}
              >
                {begunWords(t`Waive`, begun.waive)}
              </Button>
            )}
            {asked ? (
              <span className="quiet">
                <Trans>asked</Trans>
              </span>
            ) : (
              <Button
                ref={opener('ask')}
                variant="subtle"
                size="compact-xs"
                aria-label={`${begunWords(t`Ask for a change`, begun.ask)}: ${message}`}
                onClick={() => onWrite('ask')}
              >
                {begunWords(t`Ask`, begun.ask)}
              </Button>
            )}
            {!asked && isAsked && <Key>A</Key>}
            {severity !== 'blocker' && !asked && (
              <Button
                variant="default"
                size="compact-xs"
                aria-pressed={content}
                aria-label={t`OK: ${message}`}
                onClick={() => setContent(finding, !content)}
              >
                <Trans>OK</Trans>
              </Button>
            )}
            {severity !== 'blocker' && !asked && isAllowed && <Key>O</Key>}
          </span>
        )}
      </div>
      {waiver && (
        <div className="row">
          <span className="waiting">
            <Trans>Waived with your approval: {waiver.reason}</Trans>
          </span>
          <Button
            variant="subtle"
            onClick={() => {
              change(packetId, { waivers: withoutIt });
              line.current?.focus();
            }}
          >
            <Trans>Do not waive {rule}</Trans>
          </Button>
        </div>
      )}
      {writing && (
        <CommentForm
          label={writing === 'waive' ? t`Why ${rule} is waived` : t`Change asked for: ${message}`}
          draft={draftOf(writing)}
          button={writing === 'waive' ? t`Waive` : t`Add to the changes`}
          onSend={send}
          onCancel={() => onWrite(null)}
        />
      )}
    </li>
  );
}

/** Findings that are drawn; a packet with more has other worries first. */
const DRAWN = 200;

export function Findings({ packet }: { packet: Packet }) {
  const { open } = useContext(ReadingContext);
  const findings = usePacketFindings(packet);
  const judged = useJudged();
  const setContent = useContent();
  const [writing, setWriting] = useState<{ key: string; what: Writing } | null>(null);
  const drawn = findings.slice(0, DRAWN);
  const left = drawn.filter((each) => {
    const { waiver, asked, content } = judged(each);
    return !waiver && !asked && !content;
  });
  const waiting = open && writing === null ? left : [];
  const toAsk = waiting[0];
  // What stops the packet is met or waived, and is never OK.
  const toAllow = waiting.find(({ severity }) => severity !== 'blocker');
  useLetterKeys({
    a: toAsk ? () => setWriting({ key: keyOf(toAsk), what: 'ask' }) : null,
    o: toAllow ? () => setContent(toAllow, true) : null,
  });
  return (
    <section className="card stack" aria-labelledby="review-findings">
      <div className="row">
        <h2 id="review-findings">
          <Trans>To look at</Trans>
        </h2>
        {open && drawn.length > 0 && (
          <span className="count" role="status">
            <Trans>
              {drawn.length - left.length} of {drawn.length} looked at
            </Trans>
          </span>
        )}
      </div>
      {findings.length === 0 && (
        <p className="good">
          <Icon name="done" /> <Trans>Nothing is missing, and there is no warning.</Trans>
        </p>
      )}
      <ul className="plain-list">
        {drawn.map((finding) => {
          const key = keyOf(finding);
          return (
            <Line
              key={key}
              finding={finding}
              isAsked={finding === toAsk}
              isAllowed={finding === toAllow}
              writing={writing?.key === key ? writing.what : null}
              onWrite={(what) => setWriting(what === null ? null : { key, what })}
            />
          );
        })}
      </ul>
    </section>
  );
}
