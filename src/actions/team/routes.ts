import { memberIdOf } from '#actions/today/index.ts';
import { implementSlice } from '#platform/http/server.ts';
import { boardOf } from './board.ts';
import { contract } from './contract.ts';
import { sheetOf } from './sheet.ts';

const on = implementSlice(contract);

export const routes = {
  board: on.board.handler(({ context, input }) => boardOf(context, input.teamId ?? null)),
  memberSheet: on.memberSheet.handler(({ context, input }) => sheetOf(context, input.memberId)),
  ownSheet: on.ownSheet.handler(({ context }) => sheetOf(context, memberIdOf(context))),
};
