import { useTexts } from '#platform/i18n/react.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import type { importStatuses } from './contract.ts';
import { importTexts } from './page-texts.ts';

type Status = (typeof importStatuses)[number];
const tones: Record<Status, 'good' | 'watch' | 'risk' | 'unknown' | 'info'> = {
  uploaded: 'unknown',
  previewing: 'info',
  previewed: 'unknown',
  queued: 'info',
  running: 'info',
  done: 'good',
  failed: 'risk',
  refused: 'watch',
  undoing: 'info',
  undone: 'unknown',
};

export function StatusPill({ status }: { status: Status }) {
  return <Pill tone={tones[status]}>{useTexts(importTexts).statuses[status]}</Pill>;
}
