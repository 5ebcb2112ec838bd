import { AccountProductsPanel } from '#accounts/account-products/panel.tsx';
import { AccountHistory, AccountInfo, type AccountDetail } from '#accounts/accounts/panel.tsx';
import { AssignmentsCard } from '#accounts/assignments/panel.tsx';
import { ContactsPanel } from '#accounts/contacts/panel.tsx';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useTouches } from '#signals/activities/panel.tsx';
import { ContractsPanel } from '#signals/contracts/panel.tsx';
import { accountPageTexts } from './texts.ts';

export function PeopleTab({ accountId }: { accountId: string }) {
  return <ContactsPanel accountId={accountId} touches={useTouches(accountId)} />;
}

export function ContractsTab({ accountId }: { accountId: string }) {
  return (
    <div className="stack">
      <AccountProductsPanel accountId={accountId} />
      <ContractsPanel accountId={accountId} />
    </div>
  );
}

export function InfoTab({ account, onEdit }: { account: AccountDetail; onEdit?: () => void }) {
  const t = useTexts(accountPageTexts);
  const edit = onEdit && (
    <Button small onClick={onEdit}>
      {t.edit}
    </Button>
  );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="stack">
        <AccountInfo account={account} aside={edit} />
      </div>
      <div className="stack">
        <AssignmentsCard accountId={account.accountId} churned={account.churnedOn !== null} />
        <AccountHistory accountId={account.accountId} />
      </div>
    </div>
  );
}
