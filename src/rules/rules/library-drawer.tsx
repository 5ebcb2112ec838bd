import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { Drawer } from '#platform/ui/dialog.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { FormProblem, Loaded } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract, type LibraryRuleOut } from './contract.ts';
import { rulePanelTexts } from './panel-texts.ts';

const api = apiQuery(contract);

/** The ready rules, those to begin with first; taking one opens its draft. */
export function LibraryDrawer({ onClose }: { onClose: () => void }) {
  const t = useTexts(rulePanelTexts);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const library = useQuery(api.library.queryOptions());
  const take = useMutation({
    mutationFn: (key: string) => api.take.call({ key }),
    onSuccess: async (rule) => {
      toast(t.taken);
      await queries.invalidateQueries({ queryKey: api.key() });
      await navigate({ to: '/rules/$ruleId' as never, params: { ruleId: rule.ruleId } as never });
    },
  });
  const all = (library.data ?? []) as LibraryRuleOut[];
  const list = (rules: LibraryRuleOut[]) =>
    rules.map((rule) => <Ready key={rule.key} rule={rule} busy={take.isPending && take.variables === rule.key} onTake={() => take.mutate(rule.key)} />);
  return (
    <Drawer open onClose={onClose} title={t.library}>
      <div className="stack">
        <p className="sub">{t.libraryNote}</p>
        <FormProblem error={take.error} />
        <Loaded query={library} lines={8}>
          {() => (
            <>
              <h3>{t.first}</h3>
              {list(all.filter((r) => r.first))}
              <h3>{t.rest}</h3>
              {list(all.filter((r) => !r.first))}
            </>
          )}
        </Loaded>
      </div>
    </Drawer>
  );
}

function Ready({ rule, busy, onTake }: { rule: LibraryRuleOut; busy: boolean; onTake: () => void }) {
  const t = useTexts(rulePanelTexts);
  const language = useLanguage();
  return (
    <section className="stack !gap-1 border-b border-line pb-3" aria-label={rule.name[language]}>
      <div className="row spread">
        <b>{rule.name[language]}</b>
        {rule.takenAs ? (
          <LinkButton small look="ghost" to={`/rules/${rule.takenAs}`}>
            {t.takenAlready} · {t.open}
          </LinkButton>
        ) : (
          <Button small busy={busy} onClick={onTake}>
            {t.take}
          </Button>
        )}
      </div>
      <div className="text-[13px]">{rule.description[language]}</div>
      <div className="sub">{rule.sentence[language]}</div>
      <div className="row !gap-2 sub">
        <span>{t.needs}</span>
        {rule.needs.map((need) => (
          <Pill key={need.key} tone={need.there ? 'good' : 'unknown'}>
            {need.name[language]} {need.there ? t.there : t.missing}
          </Pill>
        ))}
      </div>
    </section>
  );
}
