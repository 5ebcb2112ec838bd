/** How a Segment client is pointed at this Banso. */
export function segmentSnippet(host: string, key: string): string {
  return `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  host: '${host}',
  writeKey: '${key}',
})

analytics.track({
  userId: 'user-123',
  event: 'Report Created',
  context: { groupId: 'customer-42' },
})`;
}

export function trackCurl(host: string, key: string): string {
  return `curl ${host}/v1/track -u ${key}: -H 'content-type: application/json' \\
  -d '{"userId":"user-123","event":"Report Created","context":{"groupId":"customer-42"}}'`;
}

export function readCurl(host: string, key: string): string {
  return `curl ${host}/api/accounts -H 'Authorization: Bearer ${key}'`;
}
