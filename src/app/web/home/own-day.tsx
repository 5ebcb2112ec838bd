import type { UseQueryResult } from '@tanstack/react-query';
import { TodayMeetings } from '#actions/calendars/panel.tsx';
import { TodayScreen, type Today } from '#actions/today/panel.tsx';
import { SampleNotice } from './sample-notice.tsx';
import { Views } from './views.tsx';

/** The day of a member with customers or work of their own. */
export function OwnDay({ query }: { query: UseQueryResult<Today> }) {
  return (
    <TodayScreen query={query} actions={<Views all={false} />} first={<TodayMeetings />}>
      <SampleNotice />
    </TodayScreen>
  );
}
