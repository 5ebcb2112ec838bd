import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { say } from '#platform/http/say.ts';

export function notFound(context: Context): never {
  throw problem('NOT_FOUND', say(context, 'メンバーが見つかりません。', 'No such member.'));
}

export function lastAdmin(context: Context) {
  return problem(
    'CONFLICT',
    say(
      context,
      '最後の管理者は、役割の変更も無効化もできません。先に別の管理者を決めてください。',
      'The last administrator stays. Make somebody else an administrator first.',
    ),
  );
}

export function linkGone(context: Context) {
  return problem('GONE', say(context, 'リンクの有効期限が切れているか、すでに使用されています。', 'This link has expired or was used before.'));
}
