/** Systems as a pasted table: what its columns are, and the systems and revision levels that its rows come to. See SPEC.md, D5. */
import { folded, isBlank } from '../base/spoken.ts';
import type { ProductRecord } from '../policy/products.ts';
import { chosenIn, type PasteColumn, type PastedRow } from './paste.ts';
import { type SystemRecord, systems } from './systems.ts';

const LINE = 300;
const column = (
  key: keyof SystemRecord | 'product' | 'version',
  name: string,
  also: readonly string[],
  more: Partial<PasteColumn> = {},
): PasteColumn => ({ key, name, also, required: false, usual: false, most: LINE, ...more });

/** Columns of a table of systems, with the headings that inventories of telephony give them. */
export const systemColumns: readonly PasteColumn[] = [
  column('hostname', 'Host name', ['host', 'hostname', 'name', 'device name', 'node', 'system', 'server'], {
    usual: true,
  }),
  column('product', 'Product', ['model', 'device type', 'type', 'device', 'what', 'software'], {
    usual: true,
  }),
  column(
    'version',
    'Version',
    [
      ...['release', 'revision', 'firmware', 'load', 'active load', 'active version', 'sw', 'sw version'],
      ...['software version', 'firmware version', 'product version', 'installed version'],
    ],
    { usual: true },
  ),
  column('role', 'Role in the fault', ['part in the fault', 'role']),
  column('site', 'Site', ['location', 'building', 'place']),
  column('addresses', 'Addresses', ['address', 'ip', 'ip address', 'ip addresses', 'ipv4 address']),
  column('quantity', 'How many of it', ['quantity', 'qty', 'count', 'number', 'how many', 'amount']),
  column('cluster', 'Cluster', ['cluster name', 'group']),
  column('nodeRole', 'Role in the cluster', ['node role', 'node type', 'cluster role', 'server role']),
  column('platform', 'Platform', ['hardware or virtual', 'virtual']),
  column('hardware', 'Hardware', ['chassis', 'hardware model']),
  column('os', 'Operating system', ['os', 'os version', 'ios version', 'ios']),
  column('telephonyPlatform', 'Telephony platform', ['telephony', 'pbx', 'call control']),
  column('telephonyVersion', 'Version of the telephony platform', ['telephony version', 'cucm version']),
  column('networkAttachment', 'Network attachment', ['switch port', 'port', 'vlan', 'network'], {
    most: 20_000,
  }),
  column('serial', 'Serial number', ['serial', 'serial no', 'serial no.', 'sn', 's/n', 'mac', 'mac address']),
  column('licence', 'Licence', ['license', 'licences', 'licenses']),
  column('contract', 'Contract', ['contract number', 'support contract', 'smartnet']),
  column('virtualHost', 'Hypervisor and sizing', ['hypervisor', 'esxi host', 'vm host', 'virtual host']),
  column('notes', 'Notes', ['note', 'comment', 'comments', 'remark', 'remarks', 'description'], {
    most: 20_000,
  }),
];

/** What people write for a choice, beside its own word. */
const otherWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  role: { dependent: 'dependent', dependson: 'dependent', faulty: 'affected' },
  platform: {
    vm: 'virtual',
    vmware: 'virtual',
    physical: 'hardware',
    appliance: 'hardware',
    bare: 'hardware',
  },
  nodeRole: {
    pub: 'publisher',
    sub: 'subscriber',
    primary: 'active',
    secondary: 'standby',
    moh: 'media-resources',
    media: 'media-resources',
  },
};

/** The value of a choice that a cell names; null where it names none. */
function chosen(field: 'role' | 'platform' | 'nodeRole', cell: string): string | null {
  const { input } = systems.fields[field];
  const found = input.kind === 'choice' ? chosenIn(input.choices, cell) : null;
  return found ?? otherWords[field]?.[folded(cell)] ?? null;
}

export interface TableSystem {
  line: number;
  /** What the row says of the system, in the fields of its record. */
  fields: Partial<SystemRecord>;
  /** Its revision level; null where the row has no version. */
  revision: { component: string; version: string } | null;
}
export type TableSystemAnswer = { ok: true; system: TableSystem } | { ok: false; problem: string };

/** Four numbers with dots of which one is above 255: a slip of the hand. What is written in another way may be anything, a name too. */
const isNoAddress = (text: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').some((part) => Number(part) > 255);

/**
 * Rows that are a system once more: one of the case, or of an earlier row. By host name, unless both have a serial number and these differ.
 * @returns by line, in words, as the other reasons for which a row is not taken
 */
export function repeatedSystems(
  rows: readonly PastedRow[],
  known: readonly Pick<SystemRecord, 'hostname' | 'serial'>[],
): ReadonlyMap<number, string> {
  const repeated = new Map<number, string>();
  /** By host name the line of each serial number so far, of none as well; null for one of the case. The first of a host stands first. */
  const seen = new Map<string, Map<string, number | null>>();
  const note = (host: string, serial: string, line: number | null) =>
    seen.set(host, (seen.get(host) ?? new Map<string, number | null>()).set(serial, line));
  for (const { hostname, serial } of known)
    if (!isBlank(hostname)) note(folded(hostname), folded(serial), null);
  for (const { line, cells } of rows) {
    const { hostname = '', serial = '' } = cells;
    if (isBlank(hostname)) continue;
    const own = folded(serial);
    const lines = seen.get(folded(hostname));
    const [first] = lines?.values() ?? [];
    const same = own === '' ? first : lines?.has(own) ? lines.get(own) : lines?.get('');
    if (same === undefined) note(folded(hostname), own, line);
    else
      repeated.set(
        line,
        same === null ? `is ${hostname}, which the case has` : `is ${hostname} of line ${same} once more`,
      );
  }
  return repeated;
}

/** One row as a system, or why it is none: what cannot be read is said, and not left out. */
export function systemOfRow(row: PastedRow, products: readonly ProductRecord[]): TableSystemAnswer {
  if (row.problem !== null) return { ok: false, problem: row.problem };
  // Phones of a model are one row with a count, and have no host name.
  if (!row.cells.hostname && !row.cells.product)
    return { ok: false, problem: 'has neither host name nor product' };
  const wrong = row.cells.addresses?.split(/[\s,;]+/).find(isNoAddress);
  if (wrong !== undefined) return { ok: false, problem: `has ${wrong} as an address, which is none` };
  const {
    product = '',
    version = '',
    quantity = '',
    role = '',
    platform = '',
    nodeRole = '',
    ...texts
  } = row.cells;
  const fields: Record<string, unknown> = {};
  for (const [key, cell] of Object.entries(texts)) if (cell !== '') fields[key] = cell;
  for (const [key, cell] of [
    ['role', role],
    ['platform', platform],
    ['nodeRole', nodeRole],
  ] as const) {
    if (cell === '') continue;
    const value = chosen(key, cell);
    if (value === null)
      return {
        ok: false,
        problem: `has “${cell.slice(0, 40)}” as ${systems.fields[key].label.toLowerCase()}, which is none of the choices`,
      };
    fields[key] = value;
  }
  if (quantity !== '') {
    const count = /^\d{1,3}(?:[,.' ]\d{3})*$|^\d+$/.test(quantity)
      ? Number(quantity.replaceAll(/\D/g, ''))
      : null;
    if (count === null || count > 1_000_000)
      return { ok: false, problem: `has “${quantity.slice(0, 40)}” as a count, which is no whole number` };
    fields.quantity = count;
  }
  const listed = products.find(({ name, id }) => folded(name) === folded(product) || id === product);
  if (listed) fields.productId = listed.id;
  else if (product !== '') fields.productName = product;
  const component = listed?.components.find(({ required }) => required)?.name ?? (product || 'Software');
  return {
    ok: true,
    system: {
      line: row.line,
      fields: fields as Partial<SystemRecord>,
      revision: version === '' ? null : { component, version },
    },
  };
}
