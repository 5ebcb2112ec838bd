import { defineTexts } from '#platform/i18n/texts.ts';

/** What may come of a CTA, and why one waits: the same words wherever it is done. */
export const ctaTerms = defineTexts({
  ja: {
    outcomes: {
      saved: '解約を防げた',
      improved: '状況が改善した',
      expanded: '拡大につながった',
      agreed: '次の進め方に合意した',
      informed: 'ご案内・ご連絡した',
      no_change: '変化はなかった',
      lost: '防げなかった',
      not_needed: '対応は不要だった',
      duplicate: '別のCTAで対応している',
      no_answer: '連絡がつかなかった',
      customer_declined: 'お客様が希望されなかった',
      no_time: '優先度が低い',
      cleared: '条件が解消した',
    } as Record<string, string>,
    snoozeReasons: {
      waiting_customer: 'お客様のお返事待ち',
      waiting_us: '社内の対応待ち',
      season: '先方の繁忙期',
      scheduled: '日程が決まっている',
      later: 'あとで対応する',
    } as Record<string, string>,
  },
  en: {
    outcomes: {
      saved: 'Kept the customer',
      improved: 'Things got better',
      expanded: 'Led to an expansion',
      agreed: 'Agreed on what comes next',
      informed: 'Told the customer',
      no_change: 'Nothing changed',
      lost: 'Could not be helped',
      not_needed: 'Nothing needed doing',
      duplicate: 'Handled in another CTA',
      no_answer: 'Could not reach them',
      customer_declined: 'The customer did not want it',
      no_time: 'Not important enough',
      cleared: 'The condition has cleared',
    },
    snoozeReasons: {
      waiting_customer: 'Waiting for the customer',
      waiting_us: 'Waiting for us',
      season: 'Their busy season',
      scheduled: 'A date is set',
      later: 'Later',
    },
  },
});
