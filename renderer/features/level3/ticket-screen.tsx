/** A ticket: who approved it and in which words, the conversation, then the packet; what to do and the clocks stand beside it. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { type CaseState, stateWords } from '../../../shared/cases/states.ts';
import { may } from '../../../shared/certification/access.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import { findClause, priorityClauses } from '../../../shared/policy/clauses.ts';
import { caseClocks } from '../../../shared/tickets/case-clocks.ts';
import { owedOf } from '../../../shared/tickets/owed.ts';
import { executiveDue, waitsForApproval } from '../../../shared/tickets/rules.ts';
import type { DeskReply } from '../../../shared/tickets/schema.ts';
import { filesOfReply, readTicket, type TicketView } from '../../commands/desk.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { ClockStrip } from '../../ui/clock-strip.tsx';
import { ClockList } from '../../ui/clock-text.tsx';
import { FetchPacket } from '../../ui/fetch-packet.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { type Command, useOffer } from '../../ui/offers.ts';
import { owedWords } from '../../ui/owed-words.ts';
import panes from '../../ui/panes.module.css';
import { Priority } from '../../ui/priority.tsx';
import { Screen } from '../../ui/screen.tsx';
import { capturedTime, dueTime, formatLocalTime } from '../../ui/times.ts';
import { Way, type WayStep } from '../../ui/way.tsx';
import { useApp, useIdentity } from '../../views/hooks.tsx';
import { readPacketById, readSignatures } from '../../views/packet-reading.ts';
import { useView } from '../../views/use-view.ts';
import { PacketOnPaper } from '../print/packet-on-paper.tsx';
import { ActionPanel, type Doing } from './action-panel.tsx';
import { BesideButton, useBeside } from './beside.tsx';
import { EntryList } from './entry-list.tsx';
import { PacketView } from './packet-view.tsx';
import { TakeNext } from './take-next.tsx';
import styles from './ticket.module.css';

function Refused({ view }: { view: TicketView }) {
  if (view.refused.length === 0) return null;
  return (
    <section className="card stack bad" role="alert" aria-label={t`Refused by the hub`}>
      {view.refused.map((row) => (
        <p key={row.id}>
          <Icon name="warning" />{' '}
          <Trans>
            {row.rejection.message} What you entered at {formatLocalTime(row.edit.at)} is kept under{' '}
            <Link href="/sync">Needs attention</Link>.
          </Trans>
        </p>
      ))}
    </section>
  );
}

/** The clocks of the ticket as they stand now. */
function useTicketClocks(view: TicketView, packet: Packet | null) {
  const { now } = useApp();
  const at = useNow(now);
  const { ticket, entries, undone, holidayLists, products } = view;
  const clocks = useMemo(
    () =>
      caseClocks({
        case: packet?.contents.case ?? null,
        steps: packet?.contents.steps ?? [],
        ticket,
        entries,
        undone,
        holidayLists,
        products,
        now: at,
      }),
    [packet, ticket, entries, undone, holidayLists, products, at],
  );
  return { clocks, at };
}

function Clocks({ view, packet }: { view: TicketView; packet: Packet | null }) {
  const { clocks, at } = useTicketClocks(view, packet);
  const { ticket, holidayLists } = view;
  return (
    <section className={`${panes.block} stack`} aria-labelledby="clocks">
      <h2 id="clocks">
        <Trans>Clocks</Trans>
      </h2>
      {ticket.acknowledgedAt === null && ticket.notifiedBy === 'web-ticket' && !ticket.called && (
        <p className="waiting">
          <Icon name="clock" />{' '}
          <Trans>
            Action plan and patch count from the acknowledgement of a ticket from the website.{' '}
            <ClauseLink id="P-31" />
          </Trans>
        </p>
      )}
      <ClockList
        clocks={clocks}
        now={at}
        holidayLists={holidayLists}
        none={t`${owedWords(owedOf(ticket, clocks), at)}.`}
      />
    </section>
  );
}

/** A P1 comes before its lead's approval: until when that is due, and whether it is there (H37). */
function ApprovalDue({ ticket }: { ticket: TicketView['ticket'] }) {
  const now = useNow(useApp().now);
  const { approval } = ticket;
  if (!approval) return null;
  const late = Date.parse(approval.at ?? now) > Date.parse(approval.dueAt);
  const due = dueTime(approval.dueAt, now);
  return (
    <p className={approval.at === null ? 'waiting' : 'quiet'}>
      {approval.at === null
        ? t`Not approved by a lead. The approval ${late ? t`is overdue since` : t`is due by`} ${due}.`
        : t`Approved by ${approval.by?.name ?? t`a lead`}${late ? t`, late: it was due by ${due}` : ''}.`}
      {waitsForApproval(ticket) && t` It is no P1: plan and answer wait for the approval.`}
    </p>
  );
}

const wayNames = [t`Received`, t`Acknowledged`, t`Plan`, t`Answer`, t`Verified`, t`Closed`] as const;
const reached: Readonly<Partial<Record<CaseState, number>>> = {
  escalated: 0,
  acknowledged: 1,
  planned: 2,
  answered: 3,
  // The partner has said that the answer helped.
  verified: 4,
  closed: 6,
};

/** The strip that stays: where the ticket is on the desk's way, how urgent it is, whose it is, its clocks as bars. */
function Strip({ view, packet }: { view: TicketView; packet: Packet | null }) {
  const { ticket } = view;
  const { clocks, at } = useTicketClocks(view, packet);
  const clause = priorityClauses[ticket.priority];
  const standing = reached[ticket.state] ?? 0;
  const owed = owedWords(owedOf(ticket, clocks), at);
  const steps = wayNames.map((name, index): WayStep => {
    const present = index === standing;
    return { name, state: index < standing ? 'done' : present ? 'present' : 'ahead' };
  });
  return (
    <div className={`${panes.strip} ${styles.strip}`}>
      <Way label={t`Where the ticket stands`} steps={steps} />
      <span className="row" title={findClause(clause)?.text}>
        <Priority priority={ticket.priority} /> <ClauseLink id={clause} />
      </span>
      {/* The way says the same where it is seen. */}
      <span
        className={reached[ticket.state] === undefined ? undefined : styles.said}
        data-testid="ticket-state"
      >
        {stateWords[ticket.state]}
      </span>
      <span className={`${styles.owed} quiet num cut`} title={owed} data-testid="ticket-owed">
        {owed}
      </span>
      {view.waiting.size > 0 && (
        <span className="waiting">
          <Icon name="sync" />{' '}
          <Trans>
            <Plural value={view.waiting.size} one="# entry waits" other="# entries wait" /> for the hub
          </Trans>
        </span>
      )}
      <span className={panes.bars}>
        <ClockStrip clocks={clocks} now={at} />
      </span>
    </div>
  );
}

function Facts({ view }: { view: TicketView }) {
  const { ticket } = view;
  return (
    <p className="quiet">
      <Trans>
        {ticket.organisationName}, {ticket.engineer.name}; {ticket.customer}
        {ticket.site === '' ? '' : `, ${ticket.site}`}; case{' '}
        <span className="mono">{caseNumber(ticket.caseId)}</span>; received{' '}
        <span className="num">{formatLocalTime(ticket.receivedAt)}</span>
        {ticket.called && (
          <Trans>
            ; called in <span className="num">{formatLocalTime(ticket.called.at)}</span> at{' '}
            {ticket.called.number}, {ticket.called.to} took the call, as the partner says
          </Trans>
        )}
        {ticket.outsideReference !== '' &&
          t`; outside: ${ticket.outsideReference}${ticket.outsideStatus === '' ? '' : `, ${ticket.outsideStatus}`}`}
      </Trans>
    </p>
  );
}

/** In whose words it came: the lead's, who signed that they read it, and what the engineer asks. */
function Approval({ packet }: { packet: Packet }) {
  const approval = useView(readSignatures, packet.id)?.find(({ kind }) => kind === 'approval');
  const { ask } = packet.contents.case;
  return (
    <section className={panes.asked} aria-label={t`What is asked`}>
      {approval?.readBack ? (
        <>
          <p className="meta">
            <Trans>
              Approved by {approval.by.name}, {capturedTime(approval.at)}. In the lead’s words:
            </Trans>
          </p>
          <p>{approval.readBack.wrong}</p>
          <p>
            <strong>{approval.readBack.asked}</strong>
          </p>
        </>
      ) : (
        <>
          <p className="meta">
            <Trans>No lead has approved it yet. The engineer asks:</Trans>
          </p>
          <p>
            <strong>{ask}</strong>
          </p>
        </>
      )}
    </section>
  );
}

/** What the palette offers while the ticket is open. @param packetId empty where its packet is not here */
function usePrintCommand(number: string, packetId: string): readonly Command[] {
  const [, navigate] = useLocation();
  return useMemo(
    () =>
      packetId === ''
        ? []
        : [
            {
              ...{ id: 'print-ticket', label: t`Print the packet of ${number}`, words: t`paper pdf ticket` },
              icon: 'print',
              run: () => navigate(`/packets/${packetId}/print`),
            },
          ],
    [number, packetId, navigate],
  );
}

/** What to do and the clocks; folded where the window has no room for it beside the conversation. */
const PANEL = 'ticket-panel';

export function TicketScreen({ ticketId }: { ticketId: string }) {
  const identity = useIdentity();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [beside, setBeside] = useBeside();
  const [panelOpen, setPanelOpen] = useState(false);
  const view = useView(readTicket, ticketId);
  const packetId = view?.ticket.packetId ?? '';
  const packet = useView(readPacketById, packetId);
  useOffer(usePrintCommand(view?.ticket.ticket ?? '', packet ? packetId : ''));
  if (view === undefined || packet === undefined || !identity) return null;
  if (view === null)
    return (
      <p className="empty">
        <Trans>This ticket is not on this computer.</Trans>
      </p>
    );
  const { ticket } = view;
  const deskWrites = may(identity, 'answer-tickets');
  const tellExecutive = executiveDue(ticket, view.entries);
  const talk = {
    talk: view.talk,
    engineer: ticket.engineer.name,
    entries: view.entries,
    replies: view.replies,
    waiting: view.waiting,
    files: (reply: DeskReply) => filesOfReply(reply, packet?.contents.attachments ?? []),
  };
  return (
    <Screen
      flush
      lead={ticket.ticket}
      title={ticket.title}
      below={<Strip view={view} packet={packet} />}
      actions={
        <>
          <TakeNext at={ticket.id} />
          {packet && <BesideButton beside={beside} onChange={setBeside} />}
          {packet && (
            <Button component={Link} href={`/packets/${packet.id}/print`} variant="default">
              <Trans>Print</Trans>
            </Button>
          )}
        </>
      }
    >
      <div className={styles.ticket} data-beside={beside && packet !== null}>
        <div className={`${styles.talk} stack`}>
          <Facts view={view} />
          <Refused view={view} />
          {!deskWrites && (
            <p className="quiet">
              <Trans>
                You follow this ticket and enter nothing. <ClauseLink id="P-34" />
              </Trans>
            </p>
          )}
          <ApprovalDue ticket={ticket} />
          {tellExecutive && (
            <p className="waiting">
              <Trans>
                No executive has been notified of this {ticket.priority}: that is due with its
                acknowledgement. <ClauseLink id="P-34" />
              </Trans>
            </p>
          )}
          {packet && <Approval packet={packet} />}
          <section className="stack" aria-labelledby="thread">
            <h2 id="thread">
              <Trans>Conversation</Trans>
            </h2>
            {may(identity, 'keep-knowledge') && view.entries.some(({ kind }) => kind === 'answered') && (
              <p>
                <Link href={`/knowledge/problems/${ticket.id}`}>
                  <Trans>Publish the answer as a known problem</Trans>
                </Link>
              </p>
            )}
            <EntryList
              {...talk}
              {...(deskWrites && ticket.state !== 'closed'
                ? {
                    onSettle: (entryId: string) => {
                      setDoing({ kind: 'information-settled', entryId });
                      setPanelOpen(true);
                    },
                  }
                : {})}
            />
          </section>
          {!packet && <FetchPacket packetId={ticket.packetId} />}
          {packet && !beside && <PacketView packet={packet} ticket={ticket} />}
        </div>
        {packet && beside && (
          <section
            className={`${styles.talk} ${styles.packet} stack`}
            aria-label={t`Packet beside the conversation`}
          >
            <PacketView packet={packet} ticket={ticket} />
          </section>
        )}
        <div className={styles.folded}>
          <Button
            variant="default"
            aria-expanded={panelOpen}
            aria-controls={PANEL}
            onClick={() => setPanelOpen(!panelOpen)}
          >
            {panelOpen ? t`Close` : deskWrites ? t`What to do, clocks` : t`Clocks`}
          </Button>
        </div>
        <div id={PANEL} className={styles.panel} data-open={panelOpen}>
          {deskWrites && (
            <ActionPanel ticket={ticket} executiveIsDue={tellExecutive} doing={doing} onDo={setDoing} />
          )}
          <Clocks view={view} packet={packet} />
        </div>
      </div>
      <PacketOnPaper packetId={packetId} ticket={ticket.ticket}>
        <section className="card stack">
          <h2>
            <Trans>Conversation</Trans>
          </h2>
          <EntryList {...talk} />
        </section>
      </PacketOnPaper>
    </Screen>
  );
}
