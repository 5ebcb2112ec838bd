import type { Condition } from '#rules/conditions/contract.ts';
import type { ctaTypes } from '#rules/rules/terms.ts';
import type { Due, MailTemplate, OwnerRole, PlaybookDefinition } from './definition.ts';

type Said = { ja: string; en: string };
export type ReadyTask = {
  key: string;
  due: Due;
  title: Said;
  body?: Said;
  mail?: { ja: MailTemplate; en: MailTemplate };
  ownerRole?: OwnerRole;
  optional?: true;
  condition?: Condition;
  doneWhen?: Condition;
};
export type Ready = {
  template: string;
  ctaType: (typeof ctaTypes)[number];
  name: Said;
  description: Said;
  startOnPhase?: PlaybookDefinition['startOnPhase'];
  tasks: ReadyTask[];
};

export const after = (businessDays: number): Due => ({ kind: 'start', businessDays });
export const beforeRenewal = (days: number): Due => ({ kind: 'before', date: 'renewal', days });
