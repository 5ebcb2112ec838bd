import { sql } from 'drizzle-orm';
import { holidayOn } from '#platform/clock/business-days.ts';
import { dayOf } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { defaults, kinds, type Kind, type Way } from './kinds.ts';

/** How one member wants to be told. Hours are of the organisation's clock; quiet ones run from `from` up to `to`, over midnight too. */
export type Settings = {
  kinds: Record<Kind, Way>;
  digestHour: number | null;
  quiet: { from: number; to: number } | null;
  onWeekends: boolean;
  onHolidays: boolean;
};

export const defaultSettings: Settings = { kinds: defaults, digestHour: 8, quiet: { from: 20, to: 7 }, onWeekends: false, onHolidays: false };

type Stored = {
  memberId: string;
  kinds: Partial<Record<Kind, Way>>;
  digestHour: number | null;
  quietFrom: number | null;
  quietTo: number | null;
  onWeekends: boolean;
  onHolidays: boolean;
};
const columns = sql`member_id as "memberId", kinds, digest_hour::int as "digestHour", quiet_from::int as "quietFrom", quiet_to::int as "quietTo",
  on_weekends as "onWeekends", on_holidays as "onHolidays"`;

/** The settings of each member, by id; those who have set nothing are told as by default. */
export async function settingsOf(db: Db, memberIds: readonly string[]): Promise<Map<string, Settings>> {
  const found = await rows<Stored>(db, sql`select ${columns} from notification_settings where member_id = any(${sql.param(memberIds)}::uuid[])`);
  const stored = new Map(found.map((one) => [one.memberId, read(one)]));
  return new Map(memberIds.map((id) => [id, stored.get(id) ?? defaultSettings]));
}

/** One member's, locked when they are about to be changed. */
export async function settingsFor(db: Db, memberId: string, lock = false): Promise<Settings> {
  const found = await row<Stored>(db, sql`select ${columns} from notification_settings where member_id = ${memberId} ${lock ? sql`for update` : sql``}`);
  return found ? read(found) : defaultSettings;
}

export async function saveSettings(tx: Db, memberId: string, settings: Settings, at: Date): Promise<void> {
  const { quiet, digestHour, onWeekends, onHolidays } = settings;
  await tx.execute(sql`
    insert into notification_settings (member_id, kinds, digest_hour, quiet_from, quiet_to, on_weekends, on_holidays, updated_at)
    values (${memberId}, ${JSON.stringify(settings.kinds)}::jsonb, ${digestHour}, ${quiet?.from ?? null}, ${quiet?.to ?? null}, ${onWeekends}, ${onHolidays}, ${at.toISOString()})
    on conflict (member_id) do update set kinds = excluded.kinds, digest_hour = excluded.digest_hour, quiet_from = excluded.quiet_from,
      quiet_to = excluded.quiet_to, on_weekends = excluded.on_weekends, on_holidays = excluded.on_holidays, updated_at = excluded.updated_at`);
}

function read({ kinds: own, digestHour, quietFrom, quietTo, onWeekends, onHolidays }: Stored): Settings {
  const all = Object.fromEntries(kinds.map((kind) => [kind, own[kind] ?? defaults[kind]])) as Record<Kind, Way>;
  return { kinds: all, digestHour, quiet: quietFrom === null ? null : { from: quietFrom, to: quietTo! }, onWeekends, onHolidays };
}

export const inQuiet = (hour: number, quiet: Settings['quiet']): boolean =>
  quiet !== null && (quiet.from <= quiet.to ? hour >= quiet.from && hour < quiet.to : hour >= quiet.from || hour < quiet.to);

/** The hour of the organisation's clock, 0 to 23. */
export function hourOf(moment: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(moment));
}

/** Whether a mail may reach the member now: not at night, at the weekend or on a Japanese holiday unless they wish so. */
export function mayReach(settings: Settings, now: Date, timeZone: string): boolean {
  const day = dayOf(now, timeZone);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (!settings.onWeekends && (weekday === 0 || weekday === 6)) return false;
  if (!settings.onHolidays && holidayOn(day)) return false;
  return !inQuiet(hourOf(now, timeZone), settings.quiet);
}
