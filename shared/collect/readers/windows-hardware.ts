/** What Windows says of the machine beside `systeminfo`: `wmic bios`, `Get-CimInstance Win32_BIOS`, `ver`. */
import type { SystemField } from '../collected.ts';
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';
import { cellsAt, labelled } from './labelled.ts';

/** Classes of which `Name` says what the machine is, and not what it is called. */
const PRODUCT = /IdentifyingNumber/i;

const fieldOf = (label: string, ofProduct: boolean): SystemField | null => {
  if (/^(?:SerialNumber|IdentifyingNumber)$/i.test(label)) return 'serial';
  if (/^Model$/i.test(label)) return 'model';
  if (/^(?:DNSHostName|CSName)$/i.test(label)) return 'hostname';
  return ofProduct && /^Name$/i.test(label) ? 'model' : null;
};

function take(sink: Sink, label: string, ofProduct: boolean, value: string, line: number): void {
  const field = fieldOf(label, ofProduct);
  if (!field) return;
  const own = sink.system().set(field, value, line);
  if (field === 'serial') own.add('serials', value, line);
  if (field === 'model') own.add('models', value, line);
}

/** As a list, each value behind its label, or as a table, below it. */
function readHardware(lines: readonly Line[], sink: Sink): void {
  const ofProduct = lines.some(({ text }) => PRODUCT.test(text));
  let columns: { label: string; from: number }[] = [];
  for (const { text, number } of lines) {
    const listed = /^\s*(\w+)\s*[:=]\s*(\S.*)/.exec(text);
    if (listed) take(sink, listed[1] ?? '', ofProduct, listed[2] ?? '', number);
    else if (columns.length === 0) {
      const labels = [...text.matchAll(/\w+/g)].map((found) => ({ label: found[0], from: found.index }));
      if (labels.some(({ label }) => fieldOf(label, ofProduct))) columns = labels;
    } else if (text.trim() !== '' && !/^[\s-]+$/.test(text)) {
      const cells = cellsAt(
        text,
        columns.map(({ from }) => from),
      );
      for (const [at, { label }] of columns.entries()) take(sink, label, ofProduct, cells[at] ?? '', number);
    }
  }
}

export const windowsHardware: Reader = {
  kind: 'windows hardware',
  platforms: ['windows'],
  commands: [
    ...['wmic csproduct', 'wmic bios', 'wmic computersystem', 'get-ciminstance win32_bios'],
    ...['get-ciminstance win32_computersystem', 'get-ciminstance win32_computersystemproduct'],
    ...['get-wmiobject win32_bios', 'get-wmiobject win32_computersystem'],
  ],
  signs: [
    [/^\s*SMBIOSBIOSVersion\s*[:=]/, 0.5],
    [/^\s*SerialNumber\s*[:=]/, 0.3],
    [/^\s*(?:\w+\s+)*(?:IdentifyingNumber)\b/, 0.4],
  ],
  read: readHardware,
};

/** The banner of a command window is the same line, so that it is read where the command was given. */
export const windowsVer = labelled(
  'windows',
  ['ver'],
  [],
  [
    [
      /^Microsoft Windows \[[^\]\d]*(\d+\.\d+\.\d+[\d.]*)\]/,
      ([, version], line, sink) =>
        sink
          .system()
          .set('version', version, line)
          .set('os', 'Windows', line)
          .revision('Windows build', version, line),
    ],
  ],
);
