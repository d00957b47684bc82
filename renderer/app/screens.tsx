/**
 * Every screen of the console, once. The rail, the palette, the window's menu, the routes and the accessibility test read this
 * list: a new screen is its component and one entry here.
 */
import type { ReactNode } from 'react';
import { may, type Permission, type Role } from '../../shared/certification/access.ts';
import { CaseScreen } from '../features/case/case-screen.tsx';
import { CasesScreen } from '../features/cases/cases-screen.tsx';
import { CatalogueScreen } from '../features/catalogue/catalogue-screen.tsx';
import { ClocksScreen } from '../features/clocks/clocks-screen.tsx';
import { CollectScreen } from '../features/collect/collect-screen.tsx';
import { CompareScreen } from '../features/collect/compare-screen.tsx';
import { LogScreen } from '../features/collect/log-screen.tsx';
import { TimelineScreen } from '../features/collect/timeline-screen.tsx';
import { AdminScreen } from '../features/credentials/admin-screen.tsx';
import { CheckScreen } from '../features/credentials/check-screen.tsx';
import { CoverageScreen } from '../features/credentials/coverage-screen.tsx';
import { DevicesScreen } from '../features/credentials/devices-part.tsx';
import { HolderScreen } from '../features/credentials/holder-screen.tsx';
import { CustomerScreen } from '../features/customers/customer-screen.tsx';
import { CustomersScreen } from '../features/customers/customers-screen.tsx';
import { HelpScreen } from '../features/help/help-screen.tsx';
import { HomeScreen } from '../features/home/home-screen.tsx';
import { CaseKnowledgeScreen } from '../features/knowledge/case-knowledge-screen.tsx';
import { KnowledgeScreen } from '../features/knowledge/knowledge-screen.tsx';
import { DeliveriesScreen } from '../features/level3/deliveries-screen.tsx';
import { QueueScreen } from '../features/level3/queue-screen.tsx';
import { TicketScreen } from '../features/level3/ticket-screen.tsx';
import { PolicyScreen } from '../features/policy/policy-screen.tsx';
import { PacketPrint } from '../features/print/packet-print.tsx';
import { QualityScreen } from '../features/quality/quality-screen.tsx';
import { PacketScanScreen } from '../features/redaction/packet-scan-screen.tsx';
import { RedactScreen } from '../features/redaction/redact-screen.tsx';
import { ImportScreen } from '../features/review/import-screen.tsx';
import { ReviewScreen } from '../features/review/review-screen.tsx';
import { LicencesScreen } from '../features/settings/licences-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { ConflictScreen } from '../features/sync/conflict-screen.tsx';
import { SyncScreen } from '../features/sync/sync-screen.tsx';
import type { IconName } from '../ui/icons.tsx';

/** What stands in the address for `:name`; what may be left out, `:name?`, may be undefined. */
type Params = Readonly<Record<string, string | undefined>>;

export interface ScreenEntry {
  /** wouter's pattern, on the hash. */
  path: string;
  /** Its level-one heading where the address names no record. */
  heading: string;
  /** Open to whoever has one of these; to everybody where it is empty. */
  permissions: readonly Permission[];
  /** Its place in the rail, at its lower end where it is one of the last; none for screens that are reached from another. */
  rail?: { word: string; icon: IconName; last?: true };
  /** How the palette offers it. */
  palette?: string;
  /** The item of the window's menu that opens it. */
  menu?: 'new-case' | 'cases' | 'settings' | 'help';
  draw: (params: Params) => ReactNode;
}

const everybody: readonly Permission[] = [];

export const screens: readonly ScreenEntry[] = [
  {
    path: '/',
    heading: 'Home',
    permissions: everybody,
    rail: { word: 'Home', icon: 'home' },
    palette: 'Go to Home',
    draw: () => <HomeScreen />,
  },
  {
    path: '/cases',
    heading: 'Cases',
    permissions: ['work-cases'],
    rail: { word: 'Cases', icon: 'cases' },
    palette: 'Go to Cases',
    menu: 'cases',
    draw: () => <CasesScreen />,
  },
  {
    path: '/new',
    heading: 'Cases',
    permissions: ['work-cases'],
    palette: 'New case',
    menu: 'new-case',
    draw: () => <CasesScreen adding />,
  },
  {
    path: '/cases/import',
    heading: 'Import a packet',
    permissions: ['work-cases'],
    palette: 'Import a packet',
    draw: () => <ImportScreen />,
  },
  {
    path: '/cases/:id/scan',
    heading: 'Scan of the packet',
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <PacketScanScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/collect',
    heading: 'Collect',
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <CollectScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/timeline',
    heading: 'Timeline',
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <TimelineScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/compare',
    heading: 'Compare',
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <CompareScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/log/:file',
    heading: 'Log',
    permissions: ['work-cases'],
    draw: ({ id = '', file = '' }) => <LogScreen key={`${id} ${file}`} caseId={id} fileId={file} />,
  },
  {
    path: '/cases/:id/knowledge',
    heading: 'Known problems',
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <CaseKnowledgeScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/redact/:file?',
    heading: 'Redact',
    permissions: ['work-cases'],
    draw: ({ id = '', file }) => <RedactScreen key={id} caseId={id} fileId={file} />,
  },
  {
    path: '/cases/:id/:part?/:row?',
    heading: 'Case',
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <CaseScreen key={id} caseId={id} />,
  },
  {
    path: '/review',
    heading: 'Review',
    permissions: ['review-packets'],
    rail: { word: 'Review', icon: 'review' },
    palette: 'Go to Review',
    draw: () => <ReviewScreen caseId={null} />,
  },
  {
    path: '/review/:id',
    heading: 'Review',
    permissions: ['review-packets'],
    draw: ({ id = '' }) => <ReviewScreen caseId={id} />,
  },
  {
    path: '/quality',
    heading: 'Quality',
    permissions: ['review-packets'],
    rail: { word: 'Quality', icon: 'quality' },
    palette: 'Go to Quality',
    draw: () => <QualityScreen />,
  },
  {
    path: '/coverage',
    heading: 'Coverage',
    permissions: ['work-cases'],
    rail: { word: 'Coverage', icon: 'coverage' },
    palette: 'Who may escalate what, and who could take over',
    draw: () => <CoverageScreen />,
  },
  {
    path: '/customers',
    heading: 'Customers',
    permissions: ['work-cases'],
    rail: { word: 'Customers', icon: 'customers' },
    palette: 'Go to Customers',
    draw: () => <CustomersScreen />,
  },
  {
    path: '/customers/:id',
    heading: 'Customer',
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <CustomerScreen key={id} id={id} />,
  },
  {
    path: '/level3/deliveries',
    heading: 'Outside ticket systems',
    permissions: ['answer-tickets'],
    palette: 'Go to outside ticket systems',
    draw: () => <DeliveriesScreen />,
  },
  {
    path: '/level3',
    heading: 'Level 3',
    permissions: ['see-tickets'],
    rail: { word: 'Level 3', icon: 'desk' },
    palette: 'Go to Level 3',
    draw: () => <QueueScreen />,
  },
  {
    path: '/level3/:id',
    heading: 'Ticket',
    permissions: ['see-tickets'],
    draw: ({ id = '' }) => <TicketScreen key={id} ticketId={id} />,
  },
  {
    path: '/packets/:id/print',
    heading: 'Packet',
    permissions: everybody,
    draw: ({ id = '' }) => <PacketPrint packetId={id} />,
  },
  {
    path: '/clocks',
    heading: 'Clocks',
    permissions: ['see-tickets', 'work-cases'],
    rail: { word: 'Clocks', icon: 'clock' },
    palette: 'Go to Clocks',
    draw: () => <ClocksScreen />,
  },
  {
    path: '/credentials/admin/:part?/:id?',
    heading: 'Issue and revoke',
    permissions: ['certify'],
    palette: 'Issue and revoke credentials',
    draw: ({ part, id }) => <AdminScreen part={part} id={id} />,
  },
  {
    path: '/credentials/devices',
    heading: 'Devices',
    permissions: ['manage-devices'],
    palette: 'Devices of the organisation',
    draw: () => <DevicesScreen />,
  },
  {
    path: '/credentials/check/:how?',
    heading: 'Check a credential',
    permissions: everybody,
    palette: 'Check a credential',
    draw: ({ how }) => <CheckScreen camera={how === 'camera'} />,
  },
  {
    path: '/credentials',
    heading: 'My credentials',
    permissions: everybody,
    rail: { word: 'Credentials', icon: 'credentials', last: true },
    palette: 'Go to my credentials',
    draw: () => <HolderScreen />,
  },
  {
    path: '/catalogue/:part?',
    heading: 'Catalogue',
    permissions: everybody,
    rail: { word: 'Catalogue', icon: 'catalogue', last: true },
    palette: 'Go to the catalogue',
    draw: ({ part }) => <CatalogueScreen part={part} />,
  },
  {
    path: '/knowledge/:part?/:id?',
    heading: 'Knowledge',
    permissions: everybody,
    rail: { word: 'Knowledge', icon: 'knowledge' },
    palette: 'Search known problems',
    draw: ({ part, id }) => <KnowledgeScreen part={part} id={id} />,
  },
  {
    path: '/policy/:clause?',
    heading: 'Policy',
    permissions: everybody,
    rail: { word: 'Policy', icon: 'policy', last: true },
    palette: 'Go to the policy',
    draw: ({ clause }) => <PolicyScreen clause={clause} />,
  },
  {
    path: '/sync',
    heading: 'Sync',
    permissions: everybody,
    palette: 'Go to Sync',
    draw: () => <SyncScreen />,
  },
  {
    path: '/sync/conflicts/:id',
    heading: 'Decide',
    permissions: everybody,
    draw: ({ id = '' }) => <ConflictScreen id={id} />,
  },
  {
    path: '/settings',
    heading: 'Settings',
    permissions: everybody,
    rail: { word: 'Settings', icon: 'settings', last: true },
    palette: 'Go to Settings',
    menu: 'settings',
    draw: () => <SettingsScreen />,
  },
  {
    path: '/settings/licences',
    heading: 'Licences',
    permissions: everybody,
    palette: 'Licences of what the console is made of',
    draw: () => <LicencesScreen />,
  },
  {
    path: '/help/:page?/:place?',
    heading: 'Help',
    permissions: everybody,
    rail: { word: 'Help', icon: 'question', last: true },
    palette: 'Help: the guide',
    menu: 'help',
    draw: ({ page, place }) => <HelpScreen {...(page ? { page } : {})} {...(place ? { place } : {})} />,
  },
];

/** The screens that are open to the person, in the list's order. */
export function openScreens(person: { roles: readonly Role[] }): ScreenEntry[] {
  return screens.filter(
    ({ permissions }) => permissions.length === 0 || permissions.some((each) => may(person, each)),
  );
}

/** The address of a screen without what may be left out; null where the address has to name a record. */
export function addressOf({ path }: ScreenEntry): string | null {
  const address = path.replaceAll(/\/:[a-z]+\?/g, '');
  return address.includes(':') ? null : address;
}
