import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';
import type { Permission } from '#platform/auth/permissions.ts';

export type NavGroup = 'work' | 'data' | 'measure' | 'settings';
export type Screen = {
  /** '/accounts/$accountId' */
  path: string;
  page: RouteComponent;
  permission?: Permission;
  /** a line in the left navigation and in ⌘K, in the order of this list */
  nav?: { group: NavGroup; label: { ja: string; en: string }; exact?: boolean };
  /** without the shell: sign-in, setup, invitations */
  bare?: boolean;
};

/** Every screen, one entry each: the router, the navigation and ⌘K read it. */
export const screens: readonly Screen[] = [
  {
    path: '/',
    page: lazyRouteComponent(() => import('./home/page.tsx'), 'HomePage'),
    nav: { group: 'work', label: { ja: '今日', en: 'Today' }, exact: true },
  },
  {
    path: '/ctas',
    page: lazyRouteComponent(() => import('#actions/ctas/page.tsx'), 'CtasPage'),
    permission: 'ctas.read',
    nav: { group: 'work', label: { ja: 'CTA', en: 'CTAs' } },
  },
  {
    path: '/accounts',
    page: lazyRouteComponent(() => import('./customers/page.tsx'), 'CustomersScreen'),
    permission: 'accounts.read',
    nav: { group: 'work', label: { ja: '顧客', en: 'Customers' } },
  },
  {
    path: '/segments',
    page: lazyRouteComponent(() => import('#rules/segments/page.tsx'), 'SegmentsPage'),
    permission: 'segments.read',
    nav: { group: 'work', label: { ja: 'セグメント', en: 'Segments' } },
  },
  { path: '/accounts/$accountId/brief', page: lazyRouteComponent(() => import('#actions/briefs/page.tsx'), 'BriefPage'), permission: 'accounts.read' },
  { path: '/accounts/$accountId', page: lazyRouteComponent(() => import('./account/page.tsx'), 'AccountPage'), permission: 'accounts.read' },
  {
    path: '/team',
    page: lazyRouteComponent(() => import('#actions/team/page.tsx'), 'TeamPage'),
    permission: 'team.read',
    nav: { group: 'work', label: { ja: 'チーム', en: 'Team' }, exact: true },
  },
  { path: '/team/$memberId', page: lazyRouteComponent(() => import('#actions/team/sheet-page.tsx'), 'SheetPage'), permission: 'today.own' },
  {
    path: '/renewals',
    page: lazyRouteComponent(() => import('#signals/contracts/page.tsx'), 'RenewalsPage'),
    permission: 'contracts.read',
    nav: { group: 'work', label: { ja: '更新', en: 'Renewals' } },
  },
  {
    path: '/onboarding',
    page: lazyRouteComponent(() => import('#accounts/account-products/page.tsx'), 'OnboardingPage'),
    permission: 'accounts.read',
    nav: { group: 'work', label: { ja: 'オンボーディング', en: 'Onboarding' } },
  },
  {
    path: '/playbooks',
    page: lazyRouteComponent(() => import('#actions/playbooks/page.tsx'), 'PlaybooksPage'),
    permission: 'playbooks.read',
    nav: { group: 'work', label: { ja: 'プレイブック', en: 'Playbooks' } },
  },
  {
    path: '/playbooks/cadences',
    page: lazyRouteComponent(() => import('#actions/playbooks/cadences-page.tsx'), 'CadencesPage'),
    permission: 'playbooks.read',
  },
  {
    path: '/playbooks/$playbookId',
    page: lazyRouteComponent(() => import('#actions/playbooks/playbook-page.tsx'), 'PlaybookPage'),
    permission: 'playbooks.read',
  },
  {
    path: '/unassigned',
    page: lazyRouteComponent(() => import('#accounts/assignments/page.tsx'), 'UnassignedPage'),
    permission: 'assignments.read',
    nav: { group: 'work', label: { ja: '担当未設定', en: 'Unassigned' } },
  },

  {
    path: '/imports',
    page: lazyRouteComponent(() => import('#accounts/imports/page.tsx'), 'ImportsPage'),
    permission: 'imports.read',
    nav: { group: 'data', label: { ja: 'データの取り込み', en: 'Import' } },
  },
  { path: '/imports/new', page: lazyRouteComponent(() => import('#accounts/imports/new-page.tsx'), 'NewImportPage'), permission: 'imports.write' },
  { path: '/imports/feeds', page: lazyRouteComponent(() => import('#accounts/imports/feeds-page.tsx'), 'FeedsPage'), permission: 'imports.read' },
  { path: '/imports/$importId', page: lazyRouteComponent(() => import('#accounts/imports/import-page.tsx'), 'ImportPage'), permission: 'imports.read' },
  {
    path: '/events/pending',
    page: lazyRouteComponent(() => import('#signals/events/pending-page.tsx'), 'PendingPage'),
    permission: 'events.read',
    nav: { group: 'data', label: { ja: '未紐付けの利用ログ', en: 'Events without a customer' } },
  },

  {
    path: '/metrics',
    page: lazyRouteComponent(() => import('#metrics/values/page.tsx'), 'MetricsPage'),
    permission: 'metrics.read',
    nav: { group: 'measure', label: { ja: '指標', en: 'Metrics' } },
  },
  {
    path: '/health',
    page: lazyRouteComponent(() => import('#health/scores/page.tsx'), 'HealthPage'),
    permission: 'health.read',
    nav: { group: 'measure', label: { ja: 'ヘルススコア', en: 'Health score' } },
  },
  {
    path: '/rules',
    page: lazyRouteComponent(() => import('./rule/list-page.tsx'), 'RulesPage'),
    permission: 'rules.read',
    nav: { group: 'measure', label: { ja: 'ルール', en: 'Rules' } },
  },
  { path: '/rules/$ruleId', page: lazyRouteComponent(() => import('./rule/page.tsx'), 'RulePage'), permission: 'rules.read' },

  {
    path: '/settings/organisation',
    page: lazyRouteComponent(() => import('#accounts/organisation/page.tsx'), 'OrganisationPage'),
    permission: 'organisation.read',
    nav: { group: 'settings', label: { ja: '組織', en: 'Organisation' } },
  },
  {
    path: '/settings/members',
    page: lazyRouteComponent(() => import('#accounts/members/page.tsx'), 'MembersPage'),
    permission: 'members.read',
    nav: { group: 'settings', label: { ja: 'メンバーとチーム', en: 'Members and teams' } },
  },
  {
    path: '/settings/slots',
    page: lazyRouteComponent(() => import('#actions/ctas/slots-page.tsx'), 'SlotsPage'),
    permission: 'team.read',
    nav: { group: 'settings', label: { ja: '対応枠と負荷', en: 'Slots and load' } },
  },
  {
    path: '/settings/reasons',
    page: lazyRouteComponent(() => import('#actions/ctas/reasons-page.tsx'), 'ReasonsPage'),
    permission: 'reasons.write',
    nav: { group: 'settings', label: { ja: 'CTAの理由', en: 'CTA reasons' } },
  },
  {
    path: '/settings/keys',
    page: lazyRouteComponent(() => import('#accounts/keys/page.tsx'), 'KeysPage'),
    permission: 'keys.read',
    nav: { group: 'settings', label: { ja: 'APIキー・書き込みキー', en: 'API and write keys' } },
  },
  {
    path: '/settings/products',
    page: lazyRouteComponent(() => import('#accounts/products/page.tsx'), 'ProductsPage'),
    permission: 'products.read',
    nav: { group: 'settings', label: { ja: '製品', en: 'Products' } },
  },
  {
    path: '/settings/attributes',
    page: lazyRouteComponent(() => import('#accounts/attributes/page.tsx'), 'AttributesPage'),
    permission: 'attributes.read',
    nav: { group: 'settings', label: { ja: '顧客の項目', en: 'Attributes' } },
  },
  {
    path: '/settings/partners',
    page: lazyRouteComponent(() => import('#accounts/partners/page.tsx'), 'PartnersPage'),
    permission: 'accounts.read',
    nav: { group: 'settings', label: { ja: 'パートナー', en: 'Partners' } },
  },
  {
    path: '/settings/sources',
    page: lazyRouteComponent(() => import('#accounts/sources/page.tsx'), 'SourcesPage'),
    permission: 'sources.read',
    nav: { group: 'settings', label: { ja: 'データ元', en: 'Sources' } },
  },
  {
    path: '/settings/events',
    page: lazyRouteComponent(() => import('#signals/events/names-page.tsx'), 'EventNamesPage'),
    permission: 'events.read',
    nav: { group: 'settings', label: { ja: '利用ログの種類', en: 'Event names' } },
  },
  {
    path: '/settings/audit-log',
    page: lazyRouteComponent(() => import('./audit-log/page.tsx'), 'AuditLogPage'),
    permission: 'audit.read',
    nav: { group: 'settings', label: { ja: '監査ログ', en: 'Audit log' } },
  },
  {
    path: '/settings/channels',
    page: lazyRouteComponent(() => import('#actions/channels/page.tsx'), 'ChannelsPage'),
    permission: 'channels.read',
    nav: { group: 'settings', label: { ja: '通知先', en: 'Channels' } },
  },
  {
    path: '/settings/notifications',
    page: lazyRouteComponent(() => import('#actions/notifications/settings-page.tsx'), 'NotificationSettingsPage'),
    permission: 'notifications.own',
    nav: { group: 'settings', label: { ja: '通知設定', en: 'Notifications' } },
  },
  {
    path: '/settings/calendars',
    page: lazyRouteComponent(() => import('#actions/calendars/page.tsx'), 'CalendarsPage'),
    permission: 'today.own',
    nav: { group: 'settings', label: { ja: 'カレンダー', en: 'Calendars' } },
  },
  {
    path: '/settings/security',
    page: lazyRouteComponent(() => import('#accounts/sessions/page.tsx'), 'SecurityPage'),
    nav: { group: 'settings', label: { ja: 'アカウントとセキュリティ', en: 'Account and security' } },
  },

  { path: '/unsubscribe', page: lazyRouteComponent(() => import('#actions/mails/unsubscribe-page.tsx'), 'UnsubscribePage'), bare: true },
  { path: '/setup', page: lazyRouteComponent(() => import('#accounts/organisation/setup-page.tsx'), 'SetupPage'), bare: true },
  { path: '/sign-in', page: lazyRouteComponent(() => import('#accounts/sessions/sign-in-page.tsx'), 'SignInPage'), bare: true },
  { path: '/forgot', page: lazyRouteComponent(() => import('#accounts/members/forgot-page.tsx'), 'ForgotPage'), bare: true },
  { path: '/welcome', page: lazyRouteComponent(() => import('#accounts/members/welcome-page.tsx'), 'WelcomePage'), bare: true },
];
