import { inTerminal } from '#platform/config/failure.ts';
import { dataChecks } from '../doctor/data-checks.ts';
import { databaseChecks } from '../doctor/database-checks.ts';
import { bad, type Check, type Finding, type Patient } from '../doctor/finding.ts';
import { operationChecks } from '../doctor/operation-checks.ts';
import { type Command, onlyOptions } from './command.ts';

const SIGNS = { ok: '✓', warn: '!', bad: '✗' };

export const command: Command = {
  name: 'doctor',
  summary: { en: 'Looks for trouble and says what to do about it.', ja: '問題がないかを調べ、あれば対処を示します。' },
  usage: {
    en: `

✓ is well, ! needs a look soon, ✗ needs one now. The exit code is 1 when there is a ✗.`,
    ja: `

✓ は正常、! は近いうちに確認、✗ はすぐに対応が必要です。✗ があれば終了コードは 1 です。`,
  },
  async run(context, args) {
    onlyOptions(args);
    const patient: Patient = { config: context.config, clock: context.clock, database: await context.databaseAsIs() };
    let trouble = false;
    for (const check of [...databaseChecks, ...dataChecks, ...operationChecks]) {
      for (const finding of await examine(check, patient)) {
        context.out(`${SIGNS[finding.level]} ${inTerminal(check.title)}: ${inTerminal(finding.text)}`);
        if (finding.advice) context.out(`    ${inTerminal(finding.advice)}`);
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
    const { message } = error as Error;
    return [
      bad(
        { en: message, ja: message },
        {
          en: 'If migrations are missing, apply them first (banso migrate); otherwise report this.',
          ja: 'マイグレーションが未適用なら先に適用してください（banso migrate）。それ以外は不具合としてご報告ください。',
        },
      ),
    ];
  }
}
