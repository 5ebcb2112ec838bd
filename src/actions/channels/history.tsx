import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Drawer } from '#platform/ui/dialog.tsx';
import { Pill, type Tone } from '#platform/ui/pills.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { contract } from './contract.ts';
import type { Channel } from './page.tsx';
import { channelTexts, errorText } from './texts.ts';

const api = apiQuery(contract);
const tones: Record<'ready' | 'sending' | 'sent' | 'failed' | 'unknown', Tone> = {
  ready: 'watch',
  sending: 'watch',
  sent: 'good',
  failed: 'risk',
  unknown: 'unknown',
};

/** What was sent to a channel, and what went wrong. */
export function History({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useTexts(channelTexts);
  const f = useFormat();
  const messages = useQuery(api.messages.queryOptions({ input: { channelId: channel.channelId } }));
  return (
    <Drawer open onClose={onClose} title={t.historyOf(channel.name)}>
      <Loaded query={messages}>
        {() =>
          messages.data!.length === 0 ? (
            <EmptyState title={t.noMessages}>{t.noMessagesHint}</EmptyState>
          ) : (
            <ul className="flex flex-col">
              {messages.data!.map((one) => (
                <li key={one.messageId} className="border-line border-b py-2.5 last:border-0">
                  <div className="sub row">
                    {f.moment(one.createdAt)} <Pill tone={tones[one.state]}>{t.states[one.state]}</Pill>
                    {one.attempts > 1 && <span>{t.attempts(one.attempts)}</span>}
                  </div>
                  <b>{one.title}</b>
                  {one.error && <div className="sub">{errorText(one.error, t)}</div>}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Drawer>
  );
}
