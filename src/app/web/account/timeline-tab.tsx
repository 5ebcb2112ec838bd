import { useCtaMoment } from '#actions/ctas/panel.tsx';
import { useGoalMoment } from '#actions/goals/panel.tsx';
import { usePlaybookMoment } from '#actions/playbooks/panel.tsx';
import { TimelinePanel } from '#signals/timeline/panel.tsx';

/** The customer's timeline with what stages to the right add to it. */
export function TimelineTab({ accountId }: { accountId: string }) {
  const cta = useCtaMoment();
  const goal = useGoalMoment();
  const playbook = usePlaybookMoment();
  return <TimelinePanel accountId={accountId} sayMore={(moment) => cta(moment) ?? goal(moment) ?? playbook(moment)} />;
}
