/**
 * A packet as a page that a person opens and prints without a console: one HTML text, no script, nothing loaded from anywhere.
 * It is for reading; what is signed is `packet.json` beside it.
 */

import { caseNumber } from '../base/ids.ts';
import { legible } from '../base/printable.ts';
import type { AttachmentRecord } from '../cases/attachments.ts';
import { findClause } from '../policy/clauses.ts';
import type { DocumentFact, DocumentRecord, DocumentSection } from './document-shape.ts';
import { clausesOf, packetDocument } from './packet-document.ts';
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
function escaped(text: string): string {
  return legible(text).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

function findingRow({ severity, rule, clause, message, fix }: Finding): string {
  const cells = [severityWords[severity], rule, clause ?? '', message, fix];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

const severityWords = { blocker: 'Missing', warning: 'Warning', note: 'Note' } as const;

/** Strokes were checked when they were taken in; what is no path is not drawn. */
function drawing(path: string): string {
  return /^[ML\d ]*$/.test(path)
    ? `<svg viewBox="0 0 600 200" role="img" aria-label="Signature, drawn by hand"><path d="${path}"/></svg>`
    : '';
}

function shown({ value, look }: DocumentFact): string {
  if (look === 'drawing') return drawing(value);
  return look === 'mono' ? `<code>${escaped(value)}</code>` : escaped(value);
}

function facts(list: readonly DocumentFact[]): string {
  if (list.length === 0) return '';
  const pairs = list.map((fact) => `<dt>${escaped(fact.label)}</dt><dd>${shown(fact)}</dd>`);
  return `<dl>${pairs.join('')}</dl>`;
}

function unanswered(list: readonly DocumentFact[]): string {
  if (list.length === 0) return '';
  return `<p class="none">Not answered: ${escaped(list.map(({ label }) => label).join('; '))}</p>`;
}

function record({ title, marks, ...of }: DocumentRecord, path: string): string {
  const marked = marks.map((mark) => ` <small>${escaped(mark)}</small>`).join('');
  const inBag = path === '' ? '' : `<p>In this bag: <code>${escaped(path)}</code></p>`;
  return `<article><h3>${escaped(title)}${marked}</h3>${facts(of.facts)}${unanswered(of.unanswered)}${inBag}</article>`;
}

function rows({ records, columns: heads }: DocumentSection): string {
  if (records.length === 0) return '';
  const head = heads.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  const body = records.map((each) => {
    const byLabel = new Map(each.facts.map((fact) => [fact.label, shown(fact)]));
    return `<tr>${heads.map((label) => `<td>${byLabel.get(label) ?? ''}</td>`).join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function section(each: DocumentSection, pathOf: (id: string | null) => string): string {
  const clauses = clausesOf(each);
  const cited = clauses.length > 0 ? ` <small>${clauses.join(', ')}</small>` : '';
  const records =
    each.layout === 'rows'
      ? rows(each)
      : each.records.map((one) => record(one, pathOf(one.place.id))).join('');
  const none = each.none === '' ? '' : `<p class="none">${escaped(each.none)}</p>`;
  return `<section><h2>${escaped(each.title)}${cited}</h2>${facts(each.facts)}${unanswered(each.unanswered)}${records}${none}</section>`;
}

function clauseTexts(ids: readonly string[]): string {
  const clauses = [...new Set(ids)].sort().flatMap((id) => findClause(id) ?? []);
  if (clauses.length === 0) return '';
  const pairs = clauses.map(({ id, text }) => `<dt>${id}</dt><dd>${escaped(text)}</dd>`);
  return `<section><h2>Clauses cited</h2><dl>${pairs.join('')}</dl></section>`;
}

/**
 * The page.
 * @param files the attachments that travel with the packet
 * @param paths where each lies in the bag, by its hash
 * @param names what the writer's catalogue calls what the packet names by its id
 */
export function packetPage(
  packet: Packet,
  signatures: readonly PacketSignature[],
  files: readonly AttachmentRecord[],
  paths: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string> = new Map(),
): string {
  const { case: record } = packet.contents;
  const title = `${caseNumber(record.id)}, revision ${packet.revision}`;
  const pathsById = new Map(files.map((file) => [file.id, paths.get(file.sha256) ?? '']));
  const sections = packetDocument(packet, { signatures, names });
  const body = sections.map((each) => section(each, (id) => pathsById.get(id ?? '') ?? '')).join('');
  const found =
    packet.findings.length === 0
      ? '<p class="none">None.</p>'
      : `<table><thead><tr>${['Severity', 'Rule', 'Clause', 'What', 'What to do'].map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${packet.findings.map(findingRow).join('')}</tbody></table>`;
  const cited = [...sections.flatMap(clausesOf), ...packet.findings.flatMap(({ clause }) => clause ?? [])];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head>
<body><header><h1>${escaped(record.title || 'Packet')}</h1><p class="number">${escaped(title)}</p><p class="hint">This page is for reading. What is signed is packet.json beside it; “packet verify” checks it.</p></header>
<main>${body}<section><h2>Findings that stood at the handoff</h2>${found}</section>${clauseTexts(cited)}</main></body></html>
`;
}
