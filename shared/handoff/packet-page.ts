/**
 * A packet as a page that a person opens and prints without a console: one HTML text, no script, nothing loaded from anywhere.
 * It is for reading; what is signed is `packet.json` beside it.
 */

import { caseNumber } from '../base/ids.ts';
import type { ZonedInstant } from '../base/values.ts';
import type { AttachmentRecord, SystemRecord } from '../cases/records.ts';
import { collapseSteps } from '../cases/steps.ts';
import { findClause, priorityClauses } from '../policy/clauses.ts';
import { PAGE_STYLE } from './packet-page-style.ts';
import type { Finding, Packet } from './schema.ts';
import type { PacketSignature } from './signature.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML; characters that would reorder or hide what is read are shown as what they are not. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, '\u{fffd}')
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const NOTHING = '<span class="none">not given</span>';

function value(text: string | number | null): string {
  return text === null || text === '' ? NOTHING : escaped(String(text));
}

function time(instant: ZonedInstant | string | null): string {
  if (instant === null) return NOTHING;
  const [at, zone] = typeof instant === 'string' ? [instant, 'UTC'] : [instant.at, instant.zone];
  const shown = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  return escaped(zone === 'UTC' ? shown : `${shown} (captured in ${zone})`);
}

function list(pairs: readonly (readonly [string, string])[]): string {
  return `<dl>${pairs.map(([name, shown]) => `<dt>${escaped(name)}</dt><dd>${shown}</dd>`).join('')}</dl>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p class="none">None.</p>';
  const headings = head.map((cell) => `<th scope="col">${cell}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${headings}</tr></thead><tbody>${body}</tbody></table>`;
}

function section(title: string, clauses: readonly string[], body: string): string {
  const cited = clauses.length > 0 ? ` <small>${clauses.join(', ')}</small>` : '';
  return `<section><h2>${escaped(title)}${cited}</h2>${body}</section>`;
}

function findingRow({ severity, rule, clause, message, fix }: Finding): string[] {
  return [severity, escaped(rule), clause ?? '', escaped(message), escaped(fix)];
}

function problem({ contents: { case: record } }: Packet): string {
  const answers: [string, string][] = [
    ['What is asked of Level 3', value(record.ask)],
    ['What the product should do', value(record.specified)],
    ['What happens instead', value(record.observed)],
    ['Priority', value(record.priority)],
    ['Why this priority', value(record.priorityReason)],
    ['Impact', value(record.impact)],
    ['Affected users', value(record.affectedUsers)],
    ['When it began', time(record.firstSeen)],
    ['When it last worked', time(record.lastWorked)],
    ['How often', value(record.frequency)],
    ['Reproduced', value(record.reproduced)],
    ['Reproduction', value(record.reproduction)],
    ['In the unmodified product', value(record.unmodified)],
    ['Level 1 ended', value(record.level1Outcome)],
    ['What Level 1 came to', value(record.level1Summary)],
    ['Why Level 3', value(record.escalationReason)],
    ['What Level 2 lacks to go on', value(record.escalationExplanation)],
  ];
  return section(
    'Problem',
    ['P-14', ...(record.priority ? [priorityClauses[record.priority]] : [])],
    list(answers),
  );
}

function people({ contents: { case: record } }: Packet): string {
  const contact = [record.contactName, record.contactPhone, record.contactEmail].filter(Boolean).join(', ');
  return section(
    'People and papers',
    ['P-19', 'P-20', 'P-33'],
    list([
      ['Authorized Contact', value(contact)],
      ['Backup confirmed', value([record.backupConfirmed, record.backupBy].filter(Boolean).join(', '))],
      ['Access for Level 3', value([record.accessHow, record.accessContact].filter(Boolean).join('; '))],
      ['Support first notified', `${value(record.notifiedBy)}, ${time(record.notifiedAt)}`],
    ]),
  );
}

function systemName(system: SystemRecord | undefined): string {
  return system ? escaped(system.hostname || system.productName || system.productId || system.id) : '';
}

function body(
  packet: Packet,
  files: readonly AttachmentRecord[],
  paths: ReadonlyMap<string, string>,
): string {
  const { contents } = packet;
  const systems = new Map(contents.systems.map((system) => [system.id, system]));
  const nameOf = (id: string | null) => systemName(id === null ? undefined : systems.get(id));
  const fileNames = new Map(contents.attachments.map((file) => [file.id, file.name]));
  const changes = list([
    ['Network', `${value(contents.case.networkChanged)}. ${escaped(contents.case.networkChange)}`],
    ['Cisco Unified Communications', `${value(contents.case.ucChanged)}. ${escaped(contents.case.ucChange)}`],
  ]);
  const steps = collapseSteps(contents.steps)
    .map(({ current }) => current)
    .sort((a, b) => ((a.at?.at ?? a.recordedAt) < (b.at?.at ?? b.recordedAt) ? -1 : 1));
  return [
    problem(packet),
    section(
      'System description',
      ['P-03'],
      table(
        ['System', 'Part', 'Product', 'Platform', 'Operating system', 'Telephony', 'Network'],
        contents.systems.map((row) => [
          systemName(row),
          escaped(row.role),
          value(row.productName || row.productId),
          value([row.platform, row.hardware].filter(Boolean).join(', ')),
          value(row.os),
          value(`${row.telephonyPlatform} ${row.telephonyVersion}`.trim()),
          value(row.networkAttachment),
        ]),
      ),
    ),
    section(
      'Configuration',
      ['P-03', 'P-24'],
      `<h3>Changed since it last worked</h3>${changes}${table(
        ['System', 'Section', 'Name', 'Value', 'When it last worked'],
        contents.configuration.map((row) => [
          nameOf(row.systemId),
          escaped(row.section),
          escaped(row.key),
          row.kind === 'file' ? escaped(fileNames.get(row.attachmentId ?? '') ?? 'a file') : value(row.value),
          value(row.lastKnownGood),
        ]),
      )}`,
    ),
    section(
      'Revision levels',
      ['P-03', 'P-11'],
      table(
        ['System', 'Component', 'Revision level', 'Captured'],
        contents.revisions.map((row) => [
          nameOf(row.systemId),
          escaped(row.component),
          value(row.version),
          time(row.capturedAt),
        ]),
      ),
    ),
    section(
      'Steps already taken',
      ['P-02', 'P-03', 'P-04'],
      table(
        ['When', 'Level', 'Kind', 'By', 'What was done', 'What it showed', 'Evidence'],
        steps.map((step) => [
          time(step.at),
          String(step.level),
          escaped(step.kind),
          escaped(step.by.name),
          value(step.did) +
            (step.ramifications ? `<br><em>Ramifications:</em> ${escaped(step.ramifications)}` : ''),
          value(step.showed),
          step.evidence.map((id) => escaped(fileNames.get(id) ?? id)).join('<br>'),
        ]),
      ),
    ),
    section(
      'Attachments',
      [],
      table(
        ['Name', 'Kind', 'Bytes', 'SHA-256', 'In this bag'],
        files.map((file) => [
          escaped(file.name),
          escaped(file.category),
          String(file.size),
          `<code>${file.sha256}</code>`,
          `<code>${escaped(paths.get(file.sha256) ?? '')}</code>`,
        ]),
      ),
    ),
    people(packet),
  ].join('');
}

function signatureRows(signatures: readonly PacketSignature[]): string {
  const rows = signatures.map(({ kind, by, at, readBack, waivers }) => [
    kind === 'approval' ? 'approval' : 'engineer',
    escaped(by.name),
    time(at),
    readBack
      ? `<em>Wrong:</em> ${escaped(readBack.wrong)}<br><em>Asked:</em> ${escaped(readBack.asked)}`
      : '',
    waivers.map(({ rule, reason }) => `${escaped(rule)}: ${escaped(reason)}`).join('<br>'),
  ]);
  return section('Signatures', [], table(['Kind', 'By', 'At', 'Read back', 'Waived'], rows));
}

function clauseTexts(html: string): string {
  const cited = [...new Set(html.match(/P-\d{2}/g))].sort();
  const rows = cited.flatMap((id) => {
    const clause = findClause(id);
    return clause ? [[id, escaped(clause.text)]] : [];
  });
  return section('Clauses cited', [], table(['Clause', 'What it says, in short'], rows));
}

/**
 * The page.
 * @param files the attachments that travel with the packet
 * @param paths where each lies in the bag, by its hash
 */
export function packetPage(
  packet: Packet,
  signatures: readonly PacketSignature[],
  files: readonly AttachmentRecord[],
  paths: ReadonlyMap<string, string>,
): string {
  const { case: record } = packet.contents;
  const title = `${caseNumber(record.id)}, revision ${packet.revision}`;
  const facts = list([
    ['Customer and site', value([record.customer, record.site].filter(Boolean).join(', '))],
    ['Made', `${time(packet.createdAt)} by ${escaped(packet.by.name)}`],
    ['Digest (SHA-256)', `<code>${packet.digest}</code>`],
    ['Rule set', escaped(packet.ruleSetVersion)],
    ['Note', value(packet.note)],
  ]);
  const findings = section(
    'Findings',
    [],
    table(['Severity', 'Rule', 'Clause', 'What', 'What to do'], packet.findings.map(findingRow)),
  );
  const main = `${findings}${body(packet, files, paths)}${signatureRows(signatures)}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head>
<body><header><h1>${escaped(record.title || 'Packet')}</h1><p class="number">${escaped(title)}</p>${facts}<p class="hint">This page is for reading. What is signed is packet.json beside it; “packet verify” checks it.</p></header>
<main>${main}${clauseTexts(main)}</main></body></html>
`;
}
