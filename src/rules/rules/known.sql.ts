import { sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import type { Known } from './known.ts';

/** Everything rules may name now. Reasons, playbooks and webhooks lie further right and cannot be imported; their rows can be asked. */
export async function loadKnown(db: Db): Promise<Known> {
  const found = await row<{ all: Known }>(
    db,
    sql`
    select jsonb_build_object(
      'events', (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'label', label) order by name), '[]') from event_names where event_id > 0),
      'members', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'active', status <> 'disabled') order by kana, name), '[]') from members),
      'teams', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name), '[]') from teams),
      'reasons', (select coalesce(jsonb_agg(jsonb_build_object('key', reason, 'type', type, 'name', jsonb_build_object('ja', name_ja, 'en', name_en),
        'archived', archived_at is not null) order by position, reason), '[]') from cta_reasons),
      'playbooks', (select coalesce(jsonb_agg(jsonb_build_object('id', playbook_id, 'name', name, 'live', status = 'live') order by name), '[]') from playbooks),
      'webhooks', (select coalesce(jsonb_agg(jsonb_build_object('id', channel_id, 'name', name, 'live', enabled) order by name, channel_id), '[]')
        from channels where kind = 'webhook'),
      'products', (select coalesce(jsonb_agg(jsonb_build_object('id', product_no, 'name', name) order by position, product_no), '[]') from products where archived_at is null),
      'attributes', (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'name', name, 'kind', kind, 'choices', choices) order by position, name), '[]')
        from attribute_definitions where archived_at is null)
    ) as all`,
  );
  return found!.all;
}
