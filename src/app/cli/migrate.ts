import { inTerminal } from '#platform/config/failure.ts';
import { migrateDatabase } from '../open-database.ts';
import { type Command, onlyOptions } from './command.ts';

export const command: Command = {
  name: 'migrate',
  summary: {
    en: 'Brings the database up to date and stops; prints the name of each migration applied.',
    ja: 'データベースを最新にして終了します。適用したマイグレーションの名前を表示します。',
  },
  usage: { en: '', ja: '' },
  async run(context, args) {
    onlyOptions(args);
    const applied = await migrateDatabase(await context.databaseAsIs());
    for (const name of applied) context.out(name);
    context.note(
      inTerminal(
        applied.length
          ? { en: `${applied.length} migrations applied.`, ja: `${applied.length} 件のマイグレーションを適用しました。` }
          : { en: 'The database is up to date.', ja: 'データベースは最新です。' },
      ),
    );
  },
};
