/** `systeminfo` of Windows, as a list and as `/fo csv` prints it. */

import { parseCsv } from '../../base/csv.ts';
import type { SystemField } from '../collected.ts';
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink, SystemSink } from '../sink.ts';

/** A letter that is none of ours may be any: what the window wrote in its code page is read in another. */
const PAIR = /^([A-Z\u0080-\uffff][^:]*?(?:: (?:Max Size|Available|In Use))?)\s?:\s*(.*)$/u;
/** A name of two parts, as the three lines of virtual memory have in every language. */
const SECOND = /^([^:\d]{2,40})\s?:\s*(\d[\d., \u00a0\u202f']*\s?\p{L}{1,3})$/u;
const ITEM = /^\s+\[(\d+)\]:\s*(.*)$/;
const CARD = /^\s{8,}(Connection Name|Status|DHCP Enabled|DHCP Server)\s*:\s*(.*)$/;

/**
 * What the other languages of Windows call the fields that are read here, after what Microsoft's own translations print. A letter with
 * an accent is any one: the output of a command window comes in the code page of that window, which its file does not name.
 */
const translated: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:Hostname|Nom de l.h.te|Nombre de host|Nome host|Nome do host|Hostnaam|V.rddatornamn|Nazwa hosta|Имя узла)$/i,
    'Host Name',
  ],
  [
    /^(?:Betriebssystemname|Nom du syst.me d.exploitation|Nombre del sistema operativo|Nome SO|Nome sistema operativo|Nome do sistema operacional|Naam van besturingssysteem|OS-namn|Nazwa systemu operacyjnego|Название ОС)$/i,
    'OS Name',
  ],
  [
    /^(?:Betriebssystemversion|Version du syst.me|Versi.n del sistema operativo|Versione SO|Versione sistema operativo|Vers.o do sistema operacional|Versie van besturingssysteem|OS-version|Wersja systemu operacyjnego|Версия ОС)$/i,
    'OS Version',
  ],
  [
    /^(?:Systemhersteller|Fabricant du syst.me|Fabricante del sistema|Produttore sistema|Fabricante do sistema|Fabrikant van systeem|Systemtillverkare|Producent systemu|Изготовитель системы)$/i,
    'System Manufacturer',
  ],
  [
    /^(?:Systemmodell|Mod.le du syst.me|Modelo (?:del?|el) sistema|Modello sistema|Modelo do sistema|Model van systeem|Systemmodell|Model systemu|Модель системы)$/i,
    'System Model',
  ],
  [
    /^(?:BIOS-Version|Version du BIOS|Versi.n del BIOS|Versione BIOS|Vers.o do BIOS|BIOS-versie|Wersja systemu BIOS|Версия BIOS)$/i,
    'BIOS Version',
  ],
  [
    /^(?:Zeitzone|Fuseau horaire|Zona horaria|Fuso orario|Fuso hor.rio|Tijdzone|Tidszon|Strefa czasowa|Часовой пояс)$/i,
    'Time Zone',
  ],
  [/^(?:Dom.ne|Domaine|Dominio|Dom.nio|Domein|Dom.n|Domena|Домен|ドメイン|域|網域|도메인)$/i, 'Domain'],
  [
    /^(?:Systemstartzeit|Heure de d.marrage du syst.me|Tiempo de arranque del sistema|Ora di avvio sistema|Tempo de Inicializa..o do Sistema|Opstarttijd van systeem|Systemstart|Czas rozruchu systemu|Время загрузки системы)$/i,
    'System Boot Time',
  ],
  [
    /^(?:Hotfix\(es\)|Correctif\(s\)|Revisi.n\(es\)|Aggiornamenti rapidi|Hotfix\(e[sn]\)|Snabbkorrigering\(ar\)|Poprawka\(i\)|Исправление\(я\))$/i,
    'Hotfix(s)',
  ],
  [
    /^(?:Netzwerkkarte\(n\)|Carte\(s\) r.seau|Tarjeta\(s\) de red|Schede di rete|Placa\(s\) de Rede|Netwerkkaart\(en\)|N.tverkskort|Karty sieciowe|Сетевые адаптеры)$/i,
    'Network Card(s)',
  ],
];
const english = (name: string) => translated.find(([pattern]) => pattern.test(name))?.[1] ?? name;

/** The English name of a line, by its number, in languages of which the names are not known. */
type Known = ReadonlyMap<number, string>;

/**
 * In every language, and in whatever code page the window wrote it, the lines stand in one order, and some values are the same
 * in all of them: the name of Windows, its version, the type of the processor.
 */
function byOrder(lines: readonly Line[]): Known {
  const pairs = lines.flatMap(({ text, number }) => {
    const found = PAIR.exec(text);
    return found ? [{ number, name: english((found[1] ?? '').trim()), value: (found[2] ?? '').trim() }] : [];
  });
  const known = new Map<number, string>();
  // What a name says goes before what the order says.
  const call = (at: number, name: string) => {
    const pair = pairs[at];
    if (pair && !pairs.some((each) => each.name === name)) known.set(pair.number, name);
  };
  const os = pairs.findIndex(
    ({ value }, at) =>
      /^Microsoft\S* Windows\b/.test(value) && /^\d+\.\d+\.\d+/.test(pairs[at + 1]?.value ?? ''),
  );
  if (os >= 0) {
    call(os - 1, 'Host Name');
    call(os, 'OS Name');
    call(os + 1, 'OS Version');
  }
  const type = pairs.findIndex(({ value }) => /^(?:x64|x86|ARM64|Itanium)-based PC$/i.test(value));
  if (type >= 3) {
    call(type - 3, 'System Boot Time');
    call(type - 2, 'System Manufacturer');
    call(type - 1, 'System Model');
    // Behind the processors; its value ends with a day.
    if (/,\s*\d/.test(pairs[type + 2]?.value ?? '')) call(type + 2, 'BIOS Version');
  }
  for (const { number, name, value } of pairs)
    if (/^\((?:UTC|GMT)\b/.test(value) && name !== 'Time Zone') known.set(number, 'Time Zone');
  // What has numbers of updates below it are the hot fixes; what comes behind them are the network cards.
  const fix = lines.findIndex(({ text }) => /^\s+\[\d+\]: KB\d+/.test(text));
  const firstFix = lines[fix]?.number ?? 0;
  const fixes = pairs.findLastIndex(({ number }) => number < firstFix);
  if (fix >= 0 && fixes >= 0) {
    if (pairs[fixes]?.name !== 'Hotfix(s)') known.set(pairs[fixes]?.number ?? 0, 'Hotfix(s)');
    const cards = pairs[fixes + 1];
    if (cards && /\d/.test(cards.value) && /\bNIC\b/.test(cards.value))
      known.set(cards.number, 'Network Card(s)');
  }
  return known;
}

const fields: Readonly<Record<string, SystemField>> = {
  'Host Name': 'hostname',
  'OS Name': 'os',
  'OS Version': 'version',
  'System Model': 'model',
  Domain: 'domain',
  'Time Zone': 'timeZone',
  'System Up Time': 'uptime',
  'Product ID': 'productId',
};

/** Machines that one output tells of at most. */
const MOST_ROWS = 1_000;
const HEADER =
  /^\s*"[^"]+","(?:OS Name|Betriebssystemname|Nom du syst.me d.exploitation|N(?:ombre|ome) [^"]+|Naam van bestur[^"]+|OS-namn|Nazwa systemu[^"]+|Название ОС)","/;

function read(lines: readonly Line[], sink: Sink): void {
  const rows = rowsOf(lines);
  if (rows.length === 0) readList(lines, sink.system());
  // The first is the output's own; of several machines each has a row.
  for (const [at, row] of rows.entries()) readList(row.lines, sink.system(at === 0 ? '' : row.hostname));
}

/** Rows of `/fo csv`, each in the lines that the list would have; none where it is a list. */
function rowsOf(lines: readonly Line[]): { hostname: string; lines: Line[] }[] {
  const from = lines.findIndex(({ text }) => HEADER.test(text));
  if (from < 0) return [];
  const [header, ...rows] = lines
    .slice(from, from + MOST_ROWS)
    .filter(({ text }) => text !== '')
    .map(({ text, number }) => {
      const parsed = parseCsv(text.trim(), 1, ',');
      return { number, cells: parsed.ok ? (parsed.rows[0]?.cells ?? []) : [] };
    });
  return rows.map(({ number, cells }) => ({
    hostname: cells[0] ?? '',
    lines: (header?.cells ?? []).flatMap((name, at) => {
      const [value = '', ...items] = (cells[at] ?? '').split(/,(?=\[\d+\]: | {4,}\S)/);
      return [`${name}: ${value}`, ...items.map((item) => INDENT + item)].map((text) => ({ text, number }));
    }),
  }));
}

/** Where the values of a list stand. */
const INDENT = ' '.repeat(31);

function readList(lines: readonly Line[], own: SystemSink): void {
  const known = byOrder(lines);
  let section = '';
  let card = '';
  for (const { text, number } of lines) {
    const pair = PAIR.exec(text);
    if (pair) {
      let [, name = '', value = ''] = pair;
      const second = SECOND.exec(value);
      if (second) [name, value] = [`${name.trim()}: ${second[1]?.trim()}`, second[2] ?? ''];
      section = known.get(number) ?? english(name.trim());
      const field = fields[section];
      if (field) own.set(field, value, number);
      if (section === 'OS Version') own.revision('Windows', value, number);
      if (section === 'BIOS Version') own.revision('BIOS', value, number);
      if (section === 'System Manufacturer') own.set('hardware', value, number);
      own.entry('System information', section, value, number);
      card = '';
      continue;
    }
    const item = ITEM.exec(text);
    if (item) {
      const [, index = '', value = ''] = item;
      if (/^Hotfix/.test(section)) own.entry('Hot fixes', value.split(/[\s:]/)[0] ?? value, value, number);
      else if (/^Network Card/.test(section)) {
        if (/^(?:[\d.]{7,15}|[\da-f]*:[\da-f:%.]+)$/i.test(value)) {
          own.add('addresses', value, number);
          own.entry('Network', `${card}, address ${index}`, value, number);
        } else {
          card = value;
          own.entry('Network', `Card ${index}`, value, number);
        }
      } else own.entry('System information', `${section} ${index}`, value, number);
      continue;
    }
    const detail = CARD.exec(text);
    if (detail && card !== '') own.entry('Network', `${card}, ${detail[1]}`, detail[2], number);
    // Page files and the like go on in the next line without a name.
    else if (/^\s{20,}\S/.test(text) && section !== '' && !/IP address/i.test(text))
      own.entry('System information', section, text, number);
  }
}

export const systeminfo: Reader = {
  kind: 'windows systeminfo',
  platforms: ['windows'],
  commands: ['systeminfo'],
  signs: [
    [HEADER, 0.9],
    [/^Host Name:\s+\S/, 0.3],
    [
      /^(?:OS Name|Betriebssystemname|Nom du syst.me d.exploitation|N(?:ombre|ome) .*\bs(?:istema operati|O)\S*|Naam van bestur\S+|OS-namn|Nazwa systemu operacyjnego|Название ОС)\s?:\s+\S/,
      0.4,
    ],
    [
      /^(?:OS Version|Betriebssystemversion|Version du syst.me|Vers\S+ .*\b(?:sistema opera|SO)\S*|Versie van bestur\S+|OS-version|Wersja systemu operacyjnego|Версия ОС)\s?:\s+\d/,
      0.3,
    ],
    // These say the same in every language.
    [/^[A-Z\u0080-\uffff][^:]*:\s+Microsoft\S* Windows (?:Server|\d|XP|Vista)/, 0.3],
    [/^[A-Z\u0080-\uffff][^:]*:\s+(?:Multi|Uni)processor Free\s*$/, 0.4],
    [/^[A-Z\u0080-\uffff][^:]*:\s+(?:x64|X86|ARM64|Itanium)-based PC\s*$/i, 0.3],
    [/^System Boot Time:|^System Up Time:/, 0.2],
    [/^Hotfix\(s\):/, 0.2],
  ],
  read,
};
