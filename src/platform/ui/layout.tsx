import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';

export function Page({ children }: { children: ReactNode }) {
  return <div className="page">{children}</div>;
}

/** The page's only h1; also names the browser tab. */
export function PageHeader({
  title,
  name,
  crumbs,
  sub,
  actions,
}: {
  title: ReactNode;
  name?: string;
  crumbs?: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
}) {
  const tab = name ?? (typeof title === 'string' ? title : null);
  useEffect(() => {
    if (tab) document.title = `${tab} · Banso`;
  }, [tab]);
  return (
    <header className="page-head">
      <div className="min-w-0">
        {crumbs && <div className="sub">{crumbs}</div>}
        <h1 className="flex flex-wrap items-center gap-2">{title}</h1>
        {sub && <div className="sub pt-1">{sub}</div>}
      </div>
      {actions && <div className="row">{actions}</div>}
    </header>
  );
}

export function Card({ title, aside, children, flush, id }: { title?: ReactNode; aside?: ReactNode; children: ReactNode; flush?: boolean; id?: string }) {
  return (
    <section className="card" id={id}>
      {(title || aside) && (
        <header>
          <h2>{title}</h2>
          {aside && <div className="sub flex items-center gap-x-3 gap-y-1 max-sm:flex-wrap">{aside}</div>}
        </header>
      )}
      {flush ? children : <div className="body">{children}</div>}
    </section>
  );
}

export function Kpi({ label, value, sub, tone }: { label: ReactNode; value: ReactNode; sub?: ReactNode; tone?: 'good' | 'bad' }) {
  return (
    <div className="card kpi">
      <div className="sub">{label}</div>
      <div className={`v ${typeof value === 'string' && value.length > 7 ? 'long' : ''}`}>{value}</div>
      {sub && <div className={`sub ${tone === 'good' ? '!text-good' : tone === 'bad' ? '!text-bad' : ''}`}>{sub}</div>}
    </div>
  );
}

/** Term and value pairs, values to the right: as `rows`, or as `<Fact>` inside where a value is more than text. */
export function Facts({ rows = [], children }: { rows?: readonly (readonly [ReactNode, ReactNode])[]; children?: ReactNode }) {
  return (
    <dl className="facts">
      {rows.map(([term, value], i) => (
        <Fact key={i} term={term}>
          {value}
        </Fact>
      ))}
      {children}
    </dl>
  );
}

export function Fact({ term, children }: { term: ReactNode; children?: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children ?? '—'}</dd>
    </>
  );
}

export type Tab = {
  label: ReactNode;
  to: string;
  search?: Record<string, unknown>;
  count?: number | string;
  exact?: boolean;
  /** for a tab that is also shown without its search */ current?: boolean;
};

/** Tabs are links: each has an address and the back button works. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const list = useRef<HTMLElement>(null);
  const { href } = useLocation();
  // On a phone the tab one is on may lie beyond the edge.
  useEffect(() => {
    const [all, one] = [list.current, list.current?.querySelector<HTMLElement>('[aria-current]')];
    if (all && one && one.offsetLeft + one.offsetWidth > all.clientWidth + all.scrollLeft) all.scrollLeft = one.offsetLeft - 24;
  }, [href]);
  return (
    <nav ref={list} className="tabs relative" aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to + JSON.stringify(tab.search ?? '')}
          to={tab.to}
          search={tab.search as never}
          activeOptions={{ exact: tab.exact ?? true, includeSearch: tab.search !== undefined }}
          activeProps={tab.current === undefined ? { 'aria-current': 'page' } : {}}
          aria-current={tab.current ? 'page' : undefined}
        >
          {tab.label}
          {tab.count !== undefined && ` ${tab.count}`}
        </Link>
      ))}
    </nav>
  );
}
