/** `show inventory` of Cisco IOS, IOS XE, NX-OS, IOS XR and ASA: two lines an item. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

const NAME = /^\s*NAME\s*:\s*(?:"(.*?)"|([^",]*?))\s*,\s*DESCR\s*:\s*(?:"(.*)"?|(.*))\s*$/i;
/** Some print no VID. */
const PRODUCT =
  /^\s*PID\s*:\s*(.*?)\s*(?:,\s*VID\s*:\s*(.*?)\s*(?:,\s*(?:SN\s*:\s*(\S*).*)?)?|,\s*SN\s*:\s*(\S*).*)$/i;
/** A line that begins something of its own. */
const NEXT = /^\s*(?:PID|NAME|,?\s*SN)\s*:/i;
const SERIAL = /^\s*,?\s*SN\s*:\s*(\S*)/i;

interface Item {
  name: string;
  description: string;
  model: string;
  version: string;
  serial: string;
  line: number;
}

function read(lines: readonly Line[], sink: Sink): void {
  const items: Item[] = [];
  let broken = false;
  const begin = (name: string, description: string, line: number): Item => {
    const item = { name, description, model: '', version: '', serial: '', line };
    items.push(item);
    return item;
  };
  for (const { text, number } of lines) {
    const name = NAME.exec(text);
    if (name) {
      begin(
        (name[1] ?? name[2] ?? '').trim(),
        (name[3] ?? name[4] ?? '').replace(/"\s*$/, '').trim(),
        number,
      );
      broken = (name[3] ?? name[4] ?? '') === '' || (name[3] !== undefined && !/"\s*$/.test(text));
      continue;
    }
    const open = items.at(-1);
    // A description that the terminal broke off goes on in the line below, up to its quotation mark.
    const rest = broken ? /^(.*)"\s*$/.exec(text)?.[1] : undefined;
    if (open && rest !== undefined && !NEXT.test(text)) {
      open.description = `${open.description}${rest.replace(/^"/, '')}`.trim();
      broken = false;
      continue;
    }
    if (NEXT.test(text)) broken = false;
    const product = PRODUCT.exec(text);
    if (product) {
      // A product without a name before it is one all the same: the name's line may be lost.
      const item =
        open?.model === '' && open.serial === '' && open.version === '' ? open : begin('', '', number);
      [, item.model = '', item.version = '', item.serial = product[4] ?? ''] = product;
      continue;
    }
    const serial = SERIAL.exec(text);
    if (serial && open) open.serial ||= serial[1] ?? '';
  }
  const own = sink.system();
  for (const item of items) own.part(item);
  const chassis =
    items.find(({ name, description }) => /chassis|^rack 0$/i.test(name) || /chassis$/i.test(description)) ??
    items[0];
  if (!chassis) return;
  own.set('model', chassis.model, chassis.line).add('models', chassis.model, chassis.line);
  own.set('serial', chassis.serial, chassis.line).add('serials', chassis.serial, chassis.line);
  own.set('hardware', chassis.description, chassis.line);
}

export const inventory: Reader = {
  kind: 'cisco show inventory',
  platforms: ['cisco_ios', 'cisco_nxos', 'cisco_xr', 'cisco_asa'],
  commands: ['show inventory', 'show inventory all', 'admin show inventory', 'show inventory raw'],
  signs: [
    [NAME, 0.6],
    [PRODUCT, 0.5],
  ],
  read,
};
