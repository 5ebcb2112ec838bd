import { migrateDatabase } from '../open-database.ts';
import { type Command, onlyOptions } from './command.ts';

export const command: Command = {
  name: 'migrate',
  summary: 'Brings the database up to date and stops; prints the name of each migration applied.',
  usage: '',
  async run(context, args) {
    onlyOptions(args);
    const applied = await migrateDatabase(await context.databaseAsIs());
    for (const name of applied) context.out(name);
    context.note(applied.length ? `${applied.length} migrations applied.` : 'The database is up to date.');
  },
};
