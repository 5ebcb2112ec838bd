import type { InferContractRouterOutputs } from '@orpc/contract';
import { useTexts } from '#platform/i18n/react.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import type { contract } from './contract.ts';
import { briefTexts } from './texts.ts';

type Answer = InferContractRouterOutputs<typeof contract>['get'];
export type Brief = Omit<Answer, 'meetings'> & { meetings: (Omit<Answer['meetings'][number], 'startsAt'> & { startsAt: string })[] };

/** What is not known stands as a question where one would look for it. */
export function Ask({ brief, about }: { brief: Brief; about: Brief['ask'][number] }) {
  const t = useTexts(briefTexts);
  if (!brief.ask.includes(about)) return null;
  return (
    <div className="text-[13px]">
      <Pill tone="info">{t.ask}</Pill> {t.questions[about]}
    </div>
  );
}
