/**
 * Every screen of the console, once. The rail, the palette, the window's menu, the routes and the accessibility test read this
 * list: a new screen is its component and one entry here.
 */
import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import { may, type Permission, type Role } from '../../shared/certification/access.ts';
import { CasesScreen } from '../features/cases/cases-screen.tsx';
import { HomeScreen } from '../features/home/home-screen.tsx';
import type { IconName } from '../ui/icons.tsx';
import { onOpening } from './on-opening.ts';

// What a person sees first is in the first script; the others come when they are opened, or when the page has time.
const CaseScreen = onOpening(() =>
  import('../features/case/case-screen.tsx').then((part) => part.CaseScreen),
);
const PhotoScreen = onOpening(() =>
  import('../features/case/capture/photo-screen.tsx').then((part) => part.PhotoScreen),
);
const CatalogueScreen = onOpening(() =>
  import('../features/catalogue/catalogue-screen.tsx').then((part) => part.CatalogueScreen),
);
const ClocksScreen = onOpening(() =>
  import('../features/clocks/clocks-screen.tsx').then((part) => part.ClocksScreen),
);
const CollectScreen = onOpening(() =>
  import('../features/collect/collect-screen.tsx').then((part) => part.CollectScreen),
);
const CompareScreen = onOpening(() =>
  import('../features/collect/compare-screen.tsx').then((part) => part.CompareScreen),
);
const LogScreen = onOpening(() =>
  import('../features/collect/log-screen.tsx').then((part) => part.LogScreen),
);
const TimelineScreen = onOpening(() =>
  import('../features/collect/timeline-screen.tsx').then((part) => part.TimelineScreen),
);
const AdminScreen = onOpening(() =>
  import('../features/credentials/admin-screen.tsx').then((part) => part.AdminScreen),
);
const CheckScreen = onOpening(() =>
  import('../features/credentials/check-screen.tsx').then((part) => part.CheckScreen),
);
const CoverageScreen = onOpening(() =>
  import('../features/credentials/coverage-screen.tsx').then((part) => part.CoverageScreen),
);
const DevicesScreen = onOpening(() =>
  import('../features/credentials/devices-part.tsx').then((part) => part.DevicesScreen),
);
const HolderScreen = onOpening(() =>
  import('../features/credentials/holder-screen.tsx').then((part) => part.HolderScreen),
);
const CustomerScreen = onOpening(() =>
  import('../features/customers/customer-screen.tsx').then((part) => part.CustomerScreen),
);
const CustomersScreen = onOpening(() =>
  import('../features/customers/customers-screen.tsx').then((part) => part.CustomersScreen),
);
const HelpScreen = onOpening(() =>
  import('../features/help/help-screen.tsx').then((part) => part.HelpScreen),
);
const CaseKnowledgeScreen = onOpening(() =>
  import('../features/knowledge/case-knowledge-screen.tsx').then((part) => part.CaseKnowledgeScreen),
);
const KnowledgeScreen = onOpening(() =>
  import('../features/knowledge/knowledge-screen.tsx').then((part) => part.KnowledgeScreen),
);
const DeliveriesScreen = onOpening(() =>
  import('../features/level3/deliveries-screen.tsx').then((part) => part.DeliveriesScreen),
);
const QueueScreen = onOpening(() =>
  import('../features/level3/queue-screen.tsx').then((part) => part.QueueScreen),
);
const TicketScreen = onOpening(() =>
  import('../features/level3/ticket-screen.tsx').then((part) => part.TicketScreen),
);
const PolicyScreen = onOpening(() =>
  import('../features/policy/policy-screen.tsx').then((part) => part.PolicyScreen),
);
const PacketPrint = onOpening(() =>
  import('../features/print/packet-print.tsx').then((part) => part.PacketPrint),
);
const QualityScreen = onOpening(() =>
  import('../features/quality/quality-screen.tsx').then((part) => part.QualityScreen),
);
const PacketScanScreen = onOpening(() =>
  import('../features/redaction/packet-scan-screen.tsx').then((part) => part.PacketScanScreen),
);
const RedactScreen = onOpening(() =>
  import('../features/redaction/redact-screen.tsx').then((part) => part.RedactScreen),
);
const ImportScreen = onOpening(() =>
  import('../features/review/import-screen.tsx').then((part) => part.ImportScreen),
);
const ReviewScreen = onOpening(() =>
  import('../features/review/review-screen.tsx').then((part) => part.ReviewScreen),
);
const LicencesScreen = onOpening(() =>
  import('../features/settings/licences-screen.tsx').then((part) => part.LicencesScreen),
);
const SettingsScreen = onOpening(() =>
  import('../features/settings/settings-screen.tsx').then((part) => part.SettingsScreen),
);
const ConflictScreen = onOpening(() =>
  import('../features/sync/conflict-screen.tsx').then((part) => part.ConflictScreen),
);
const SyncScreen = onOpening(() =>
  import('../features/sync/sync-screen.tsx').then((part) => part.SyncScreen),
);

/** What stands in the address for `:name`; what may be left out, `:name?`, may be undefined. */
export type Params = Readonly<Record<string, string | undefined>>;

export interface ScreenEntry {
  /** wouter's pattern, on the hash. */
  path: string;
  /** `:id` is the id of a record, as the hub and this computer make them; at any other there is nothing. */
  byId?: true;
  /** Its level-one heading where the address names no record. */
  heading: string;
  /** Open to whoever has one of these; to everybody where it is empty. What only writes is asked for as that, and shown to nobody who reads. */
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
    heading: t`Home`,
    permissions: everybody,
    rail: { word: t`Home`, icon: 'home' },
    palette: t`Go to Home`,
    draw: () => <HomeScreen />,
  },
  {
    path: '/cases',
    heading: t`Cases`,
    permissions: ['read-cases'],
    rail: { word: t`Cases`, icon: 'cases' },
    palette: t`Go to Cases`,
    menu: 'cases',
    draw: () => <CasesScreen />,
  },
  {
    path: '/cases/views/:id',
    heading: t`Cases`,
    permissions: ['read-cases'],
    draw: ({ id }) => <CasesScreen key={id} view={id} />,
  },
  {
    path: '/new',
    heading: t`Cases`,
    permissions: ['work-cases'],
    palette: t`New case`,
    menu: 'new-case',
    draw: () => <CasesScreen adding />,
  },
  {
    path: '/cases/import',
    heading: t`Import a packet`,
    permissions: ['work-cases'],
    palette: t`Import a packet`,
    draw: () => <ImportScreen />,
  },
  {
    path: '/cases/:id/scan',
    byId: true,
    heading: t`Scan of the packet`,
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <PacketScanScreen key={id} caseId={id} />,
  },
  {
    // The shell gives the camera to this address alone, and to that of the QR reader (security 14).
    path: '/cases/:id/camera',
    byId: true,
    heading: t`Photo`,
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <PhotoScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/collect',
    byId: true,
    heading: t`Collect`,
    permissions: ['read-cases'],
    draw: ({ id = '' }) => <CollectScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/timeline',
    byId: true,
    heading: t`Timeline`,
    permissions: ['read-cases'],
    draw: ({ id = '' }) => <TimelineScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/compare',
    byId: true,
    heading: t`Compare`,
    permissions: ['read-cases'],
    draw: ({ id = '' }) => <CompareScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/log/:file',
    byId: true,
    heading: t`Log`,
    permissions: ['read-cases'],
    draw: ({ id = '', file = '' }) => <LogScreen key={`${id} ${file}`} caseId={id} fileId={file} />,
  },
  {
    path: '/cases/:id/knowledge',
    byId: true,
    heading: t`Known problems`,
    permissions: ['read-cases'],
    draw: ({ id = '' }) => <CaseKnowledgeScreen key={id} caseId={id} />,
  },
  {
    path: '/cases/:id/redact/:file?',
    byId: true,
    heading: t`Redact`,
    permissions: ['work-cases'],
    draw: ({ id = '', file }) => <RedactScreen key={id} caseId={id} fileId={file} />,
  },
  {
    path: '/cases/:id/:part?/:row?',
    byId: true,
    heading: t`Case`,
    permissions: ['read-cases'],
    draw: ({ id = '' }) => <CaseScreen key={id} caseId={id} />,
  },
  {
    path: '/review',
    heading: t`Review`,
    permissions: ['review-packets'],
    rail: { word: t`Review`, icon: 'review' },
    palette: t`Go to Review`,
    draw: () => <ReviewScreen caseId={null} />,
  },
  {
    path: '/review/:id',
    byId: true,
    heading: t`Review`,
    permissions: ['review-packets'],
    draw: ({ id = '' }) => <ReviewScreen caseId={id} />,
  },
  {
    path: '/quality',
    heading: t`Quality`,
    permissions: ['review-packets'],
    rail: { word: t`Quality`, icon: 'quality' },
    palette: t`Go to Quality`,
    draw: () => <QualityScreen />,
  },
  {
    path: '/coverage/:person?',
    heading: t`Coverage`,
    permissions: ['read-cases'],
    rail: { word: t`Coverage`, icon: 'coverage' },
    palette: t`Who may escalate what, and who could take over`,
    draw: ({ person }) => <CoverageScreen person={person} />,
  },
  {
    path: '/customers',
    heading: t`Customers`,
    permissions: ['work-cases'],
    rail: { word: t`Customers`, icon: 'customers' },
    palette: t`Go to Customers`,
    draw: () => <CustomersScreen />,
  },
  {
    path: '/customers/:id',
    heading: t`Customer`,
    permissions: ['work-cases'],
    draw: ({ id = '' }) => <CustomerScreen key={id} id={id} />,
  },
  {
    path: '/level3/deliveries',
    heading: t`Outside ticket systems`,
    permissions: ['answer-tickets'],
    palette: t`Go to outside ticket systems`,
    draw: () => <DeliveriesScreen />,
  },
  {
    path: '/level3',
    heading: t`Level 3`,
    permissions: ['see-tickets'],
    rail: { word: t`Level 3`, icon: 'desk' },
    palette: t`Go to Level 3`,
    draw: () => <QueueScreen />,
  },
  {
    path: '/level3/:id',
    heading: t`Ticket`,
    permissions: ['see-tickets'],
    draw: ({ id = '' }) => <TicketScreen key={id} ticketId={id} />,
  },
  {
    path: '/packets/:id/print',
    byId: true,
    heading: t`Packet`,
    permissions: everybody,
    draw: ({ id = '' }) => <PacketPrint packetId={id} />,
  },
  {
    path: '/clocks',
    heading: t`Clocks`,
    permissions: ['see-tickets', 'read-cases'],
    rail: { word: t`Clocks`, icon: 'clock' },
    palette: t`Go to Clocks`,
    draw: () => <ClocksScreen />,
  },
  {
    path: '/credentials/admin/:part?/:id?',
    heading: t`Issue and revoke`,
    permissions: ['certify'],
    palette: t`Issue and revoke credentials`,
    draw: ({ part, id }) => <AdminScreen part={part} id={id} />,
  },
  {
    path: '/credentials/devices',
    heading: t`Devices`,
    permissions: ['manage-devices'],
    palette: t`Devices of the organisation`,
    draw: () => <DevicesScreen />,
  },
  {
    path: '/credentials/check/:how?',
    heading: t`Check a credential`,
    permissions: everybody,
    palette: t`Check a credential`,
    draw: ({ how }) => <CheckScreen camera={how === 'camera'} />,
  },
  {
    path: '/credentials',
    heading: t`My credentials`,
    permissions: everybody,
    rail: { word: t`Credentials`, icon: 'credentials', last: true },
    palette: t`Go to my credentials`,
    draw: () => <HolderScreen />,
  },
  {
    path: '/catalogue/:part?/:row?',
    heading: t`Catalogue`,
    permissions: everybody,
    rail: { word: t`Catalogue`, icon: 'catalogue', last: true },
    palette: t`Go to the catalogue`,
    draw: ({ part, row }) => <CatalogueScreen part={part} row={row} />,
  },
  {
    path: '/knowledge/:part?/:id?',
    heading: t`Knowledge`,
    permissions: everybody,
    rail: { word: t`Knowledge`, icon: 'knowledge' },
    palette: t`Search known problems`,
    draw: ({ part, id }) => <KnowledgeScreen part={part} id={id} />,
  },
  {
    path: '/policy/:clause?',
    heading: t`Policy`,
    permissions: everybody,
    rail: { word: t`Policy`, icon: 'policy', last: true },
    palette: t`Go to the policy`,
    draw: ({ clause }) => <PolicyScreen clause={clause} />,
  },
  {
    path: '/sync',
    heading: t`Sync`,
    permissions: everybody,
    palette: t`Go to Sync`,
    draw: () => <SyncScreen />,
  },
  {
    path: '/sync/conflicts/:id',
    heading: t`Decide`,
    permissions: everybody,
    draw: ({ id = '' }) => <ConflictScreen id={id} />,
  },
  {
    path: '/settings',
    heading: t`Settings`,
    permissions: everybody,
    rail: { word: t`Settings`, icon: 'settings', last: true },
    palette: t`Go to Settings`,
    menu: 'settings',
    draw: () => <SettingsScreen />,
  },
  {
    path: '/settings/licences',
    heading: t`Licences`,
    permissions: everybody,
    palette: t`Licences of what the console is made of`,
    draw: () => <LicencesScreen />,
  },
  {
    path: '/help/:page?/:place?',
    heading: t`Help`,
    permissions: everybody,
    rail: { word: t`Help`, icon: 'question', last: true },
    palette: t`Help: the guide`,
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
