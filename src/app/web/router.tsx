import { createRootRoute, createRoute, createRouter, Outlet, type RouteComponent } from '@tanstack/react-router';
import { useTexts } from '#platform/i18n/react.tsx';
import { LinkButton } from '#platform/ui/button.tsx';
import { Page, PageHeader } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, ErrorState, SkeletonBlock } from '#platform/ui/states.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { screens, type Screen } from './screens.ts';
import { Shell } from './shell.tsx';
import { webTexts } from './texts.ts';

export function makeRouter() {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });
  const inside = screens
    .filter((screen) => !screen.bare)
    .map((screen) => createRoute({ getParentRoute: () => shell, path: screen.path, component: guarded(screen) }));
  const outside = screens
    .filter((screen) => screen.bare)
    .map((screen) => createRoute({ getParentRoute: () => root, path: screen.path, component: screen.page }));
  return createRouter({
    routeTree: root.addChildren([shell.addChildren(inside), ...outside]),
    defaultPreload: 'intent',
    defaultPendingComponent: SkeletonBlock,
    defaultErrorComponent: ({ error }) => <ErrorState error={error} onRetry={() => location.reload()} />,
    scrollRestoration: true,
  });
}

/** The server decides; this only spares a person an empty page. Keeps `preload`, by which the router fetches a screen early. */
function guarded({ page, permission }: Screen): RouteComponent {
  if (!permission) return page;
  const Screen = page;
  const Guarded = () => (useCan(permission) ? <Screen /> : <Refused />);
  return Object.assign(Guarded, { preload: page.preload });
}

function Refused() {
  const t = useTexts(uiTexts);
  return (
    <Page>
      <PageHeader title={t.error.forbiddenTitle} />
      <ErrorState error={{ status: 403 }} />
    </Page>
  );
}

function NotFound() {
  const t = useTexts(webTexts);
  return (
    <main>
      <Page>
        <PageHeader title={t.notFound.title} />
        <EmptyState title={t.notFound.text} actions={<LinkButton to="/">{t.notFound.home}</LinkButton>} />
      </Page>
    </main>
  );
}
