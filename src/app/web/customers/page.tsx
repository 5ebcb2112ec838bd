import { lazy, Suspense } from 'react';
import { CustomersPage } from '#rules/lists/page.tsx';

const StartButton = lazy(() => import('#actions/playbooks/panel.tsx').then((m) => ({ default: m.StartButton })));

/** 顧客, with what later stages can do with the customers ticked. */
export function CustomersScreen() {
  return (
    <CustomersPage
      bulk={(target, count, onDone) => (
        <Suspense fallback={null}>
          <StartButton target={target} count={count} onDone={onDone} />
        </Suspense>
      )}
    />
  );
}
