import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { Timeline } from '#platform/ui/timeline.tsx';
import { meetingsContract } from './meetings-contract.ts';
import { meetingTexts } from './panel-texts.ts';

const api = apiQuery(meetingsContract);

/** Today's meetings, each with a brief for the customers who take part. */
export function TodayMeetings() {
  const t = useTexts(meetingTexts);
  const f = useFormat();
  const query = useQuery(api.meetings.queryOptions({ input: {} }));
  return (
    <Card title={t.today} aside={<Link to="/settings/calendars">{t.settings}</Link>}>
      <Loaded query={query} lines={3}>
        {() => {
          const { items, feeds, failing } = query.data!;
          return (
            <div className="stack">
              {failing > 0 && <div className="sub">▲ {t.failing}</div>}
              {items.length === 0 && <div className="sub">{feeds === 0 ? t.connect : t.empty}</div>}
              {items.length > 0 && (
                <Timeline
                  label={t.today}
                  moments={items.map((one) => ({
                    key: one.key,
                    when: one.allDay ? t.allDay : f.time(one.startsAt),
                    title: one.title || t.untitled,
                    body: (
                      <>
                        {one.location && <div>{one.location}</div>}
                        {one.accounts.map((account) => (
                          <div key={account.accountId}>
                            <Link to={`/accounts/${account.accountId}`}>{account.name}</Link> ·{' '}
                            <Link to={`/accounts/${account.accountId}/brief`}>{t.brief}</Link>
                          </div>
                        ))}
                      </>
                    ),
                  }))}
                />
              )}
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
