import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Drawer } from '#platform/ui/dialog.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { playbookTexts } from './page-texts.ts';
import { useDueWords } from './parts.tsx';

const api = apiQuery(contract);

/** The ready playbooks; taking one makes a draft and opens it. */
export function LibraryDrawer({ onClose }: { onClose: () => void }) {
  const t = useTexts(playbookTexts);
  const f = useFormat();
  const due = useDueWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const library = useQuery(api.library.queryOptions({ input: {} }));
  const take = useMutation({
    mutationFn: (template: string) => api.take.call({ template }),
    onSuccess: async ({ playbookId }) => {
      toast(t.made);
      await queries.invalidateQueries();
      await navigate({ to: `/playbooks/${playbookId}` });
    },
    meta: { toast: true },
  });
  return (
    <Drawer open onClose={onClose} title={t.libraryTitle}>
      <p className="sub">{t.librarySub}</p>
      <Loaded query={library} lines={8}>
        {() => (
          <ul className="stack mt-3">
            {library.data!.map((ready) => (
              <li key={ready.template} className="card stack !gap-2 p-3">
                <div className="row spread !flex-nowrap !items-start">
                  <h3>{ready.name}</h3>
                  <span className="shrink-0">
                    <Pill tone="info">{t.kinds[ready.ctaType]}</Pill>
                  </span>
                </div>
                <p className="text-[13px]">{ready.description}</p>
                <details>
                  <summary className="sub">{t.taskList(f.number(ready.definition.tasks.length))}</summary>
                  <ol className="mt-2 list-decimal pl-5 text-[13px]">
                    {ready.definition.tasks.map((task) => (
                      <li key={task.key}>
                        {task.title} <span className="sub">{due(task.due)}</span>
                      </li>
                    ))}
                  </ol>
                </details>
                <div className="row">
                  <Button small busy={take.isPending && take.variables === ready.template} onClick={() => take.mutate(ready.template)}>
                    {t.take}
                  </Button>
                  {ready.taken && <span className="sub">{t.taken}</span>}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Drawer>
  );
}
