import { dataChecks } from '../doctor/data-checks.ts';
import { databaseChecks } from '../doctor/database-checks.ts';
import type { Check, Finding, Patient } from '../doctor/finding.ts';
import { operationChecks } from '../doctor/operation-checks.ts';
import { type Command, onlyOptions } from './command.ts';

const SIGNS = { ok: '✓', warn: '!', bad: '✗' };

export const command: Command = {
  name: 'doctor',
  summary: 'Looks for trouble and says what to do about it.',
  usage: `

✓ is well, ! needs a look soon, ✗ needs one now. The exit code is 1 when there is a ✗.`,
  async run(context, args) {
    onlyOptions(args);
    const patient: Patient = { config: context.config, clock: context.clock, database: await context.databaseAsIs() };
    let trouble = false;
    for (const check of [...databaseChecks, ...dataChecks, ...operationChecks]) {
      for (const finding of await examine(check, patient)) {
        context.out(`${SIGNS[finding.level]} ${check.name}: ${finding.text}`);
        if (finding.advice) context.out(`    ${finding.advice}`);
        trouble ||= finding.level === 'bad';
      }
    }
    return trouble ? 1 : 0;
  },
};

/** A check that breaks is a finding itself, and the others still run. */
async function examine(check: Check, patient: Patient): Promise<Finding[]> {
  try {
    return await check.look(patient);
  } catch (error) {
    return [{ level: 'bad', text: (error as Error).message, advice: 'If migrations are missing, apply them first (banso migrate); otherwise report this.' }];
  }
}
