/** How fields and tables are called where they stand outside their own form: in conflicts, refused changes and sums. */
import type { TableName } from '../../shared/sync/tables.ts';

const tableWords: Record<TableName, { one: string; many: string }> = {
  cases: { one: 'case', many: 'cases' },
  systems: { one: 'system', many: 'systems' },
  configuration: { one: 'configuration value', many: 'configuration values' },
  revisions: { one: 'revision level', many: 'revision levels' },
  steps: { one: 'step', many: 'steps' },
  attachments: { one: 'attachment', many: 'attachments' },
  comments: { one: 'comment', many: 'comments' },
  events: { one: 'history entry', many: 'history entries' },
  packets: { one: 'handoff', many: 'handoffs' },
  receipts: { one: 'receipt', many: 'receipts' },
  conflicts: { one: 'decision', many: 'decisions' },
  products: { one: 'product', many: 'products' },
};

/** `1 step`, `3 steps`; a table of a newer console by its own name. */
export function countOf(table: string, count: number): string {
  const words = Object.hasOwn(tableWords, table) ? tableWords[table as TableName] : undefined;
  return `${count} ${words ? (count === 1 ? words.one : words.many) : table}`;
}

export function tableWord(table: string): string {
  return Object.hasOwn(tableWords, table) ? tableWords[table as TableName].one : table;
}

const fieldWords: Readonly<Record<string, string>> = {
  title: 'What it is about',
  customer: 'Customer',
  site: 'Site',
  state: 'State',
  specified: 'What the product should do, by its specification',
  observed: 'What happens instead',
  firstSeen: 'When it began',
  lastWorked: 'When it last worked',
  frequency: 'How often it happens',
  reproduced: 'Was it reproduced?',
  reproduction: 'Steps that reproduce it, or what was tried',
  unmodified: 'Does it show in the unmodified product on the approved platform?',
  impact: 'Impact on the customer’s business',
  affectedUsers: 'Affected users',
  priority: 'Priority',
  priorityReason: 'Why this priority',
  networkChanged: 'Did the network change since it last worked?',
  networkChange: 'What changed in the network, and by whom',
  networkChangedAt: 'When the network changed',
  ucChanged: 'Did Cisco Unified Communications change since it last worked?',
  ucChange: 'What changed in Cisco Unified Communications, and by whom',
  ucChangedAt: 'When Cisco Unified Communications changed',
  level1Outcome: 'How Level 1 ended',
  level1Summary: 'What Level 1 came to',
  level1EndedAt: 'When Level 1 ended',
  escalationReason: 'Why Level 3',
  escalationExplanation: 'What Level 2 lacks to go on',
  oneProblem: 'Is this one problem?',
  ask: 'What is asked of Level 3',
  contactName: 'Authorized Contact',
  contactPhone: 'Telephone of the contact',
  contactEmail: 'E-mail of the contact',
  contactAroundTheClock: 'Is the contact there around the clock?',
  backupConfirmed: 'Has the customer backed up?',
  backupBy: 'Who confirmed the backup',
  backupAt: 'When the backup was made',
  accessHow: 'How Level 3 gets access',
  accessContact: 'Who gives access',
  notifiedBy: 'How support was first notified',
  notifiedAt: 'When support was first notified',
  customerDelays: 'Did the customer delay work?',
  customerDelayNotes: 'What the customer delayed',
  role: 'Part in the fault',
  productId: 'Product',
  productName: 'Product',
  hostname: 'Host name',
  platform: 'Platform',
  hardware: 'Hardware',
  os: 'Operating system',
  approvedPlatform: 'Approved platform?',
  suppliedByIpcelerate: 'Supplied by IPcelerate?',
  telephonyPlatform: 'Telephony platform',
  telephonyVersion: 'Telephony version',
  networkAttachment: 'Network attachment',
  notes: 'Notes',
  capturedAt: 'When it was captured',
  provenance: 'Where it comes from',
  section: 'Section',
  key: 'Name',
  value: 'Value',
  lastKnownGood: 'Value when it last worked',
  component: 'Component',
  version: 'Revision level',
  systemId: 'System',
  category: 'Kind of file',
  coversFrom: 'Covers from',
  coversTo: 'Covers to',
  note: 'Note',
  removed: 'Removed from the case',
  did: 'What was done',
  showed: 'What it showed',
  text: 'Text',
};

/** The label by which people know the field; its own name where there is none. */
export function fieldWord(field: string): string {
  return Object.hasOwn(fieldWords, field) ? (fieldWords[field] ?? field) : field;
}
