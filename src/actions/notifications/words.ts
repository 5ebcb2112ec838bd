import type { DueEscalation, ImportNews, MorningNews, StaleNews } from './news.sql.ts';
import type { Notification } from './store.ts';
import type { Said } from './tables.ts';

const n = (value: number) => value.toLocaleString('en');

export function importWords(news: ImportNews): Notification {
  const done = news.status === 'done';
  const title: Said = done
    ? { ja: `「${news.fileName}」の取り込みが終わりました`, en: `“${news.fileName}” has been imported` }
    : { ja: `「${news.fileName}」を取り込めませんでした`, en: `“${news.fileName}” could not be imported` };
  const body: Said = done
    ? {
        ja: `追加 ${n(news.added)}件・変更 ${n(news.changed)}件・取り込めなかった行 ${n(news.rejected)}件`,
        en: `${n(news.added)} added, ${n(news.changed)} changed, ${n(news.rejected)} rows rejected`,
      }
    : { ja: '理由と該当する行は、取り込みの画面で確認できます。', en: 'The reason and the rows are on the page of the import.' };
  return { kind: 'imports', title, body, link: `/imports/${news.importId}`, dedupeKey: `import:${news.importId}` };
}

export function staleWords(news: StaleNews): Notification {
  return {
    kind: 'sources',
    title: { ja: `「${news.name}」から新しいデータが届いていません`, en: `Nothing new comes from “${news.name}”` },
    body: { ja: `最後に新しいデータが届いたのは ${news.since.replaceAll('-', '/')} です。`, en: `New data last came on ${news.since}.` },
    link: '/settings/sources',
    dedupeKey: `source:${news.source}:${news.since}`,
  };
}

/** At most two words a morning: the fewer there are, the more of them are read. */
export function morningWords(news: MorningNews, today: string): Notification[] {
  const words: Notification[] = [];
  if (news.turnedRisk > 0)
    words.push({
      kind: 'attention',
      title: { ja: `担当の${n(news.turnedRisk)}社のヘルスが危険に変わりました`, en: `Health turned to risk for ${n(news.turnedRisk)} of your customers` },
      link: '/?mine=true&code=health_risk',
      dedupeKey: `risk:${today}`,
    });
  if (news.newCustomers > 0)
    words.push({
      kind: 'assignments',
      title: { ja: `新しく${n(news.newCustomers)}社の担当CSMになりました`, en: `You became the CSM of ${n(news.newCustomers)} more customers` },
      body: { ja: '引き継ぎのメモは、各顧客の画面で確認できます。', en: 'Handover notes are on the pages of the customers.' },
      link: '/?mine=true',
      dedupeKey: `assigned:${today}`,
    });
  return words;
}

export function escalationWords(due: DueEscalation): Notification {
  return {
    kind: 'escalations',
    title: { ja: `「${due.title}」のエスカレーションが期限になりました`, en: `The escalation of “${due.title}” has reached its date` },
    body: { ja: `${due.accountName}・期限 ${due.until.replaceAll('-', '/')}`, en: `${due.accountName}, until ${due.until}` },
    link: `/ctas?cta=${due.accountId}.${due.ctaId}`,
    dedupeKey: `escalation:${due.ctaId}:${due.until}`,
  };
}
