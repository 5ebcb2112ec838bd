export type Snippet = { id: string; name: string; install: string; code: string };
export type Words = { event: string; customer: string; user: string };

/** Ready-to-run code for the SDKs that the tests send real events with. */
export function snippets(host: string, key: string, words: Words): Snippet[] {
  const call = `analytics.track({
  userId: '${words.user}',
  event: '${words.event}',
  context: { groupId: '${words.customer}' },
})`;
  return [
    {
      id: 'segment',
      name: '@segment/analytics-node',
      install: 'npm install @segment/analytics-node',
      code: `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${host}' })

${call}`,
    },
    {
      id: 'rudderstack',
      name: '@rudderstack/rudder-sdk-node',
      install: 'npm install @rudderstack/rudder-sdk-node',
      code: `import Analytics from '@rudderstack/rudder-sdk-node'

const analytics = new Analytics('${key}', { dataPlaneUrl: '${host}' })

${call}`,
    },
    {
      id: 'curl',
      name: 'curl',
      install: '',
      code: `curl ${host}/v1/track -u '${key}:' \\
  -H 'content-type: application/json' \\
  -d '{"userId":"${words.user}","event":"${words.event}","context":{"groupId":"${words.customer}"}}'`,
    },
  ];
}
