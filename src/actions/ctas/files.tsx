import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { ApiError } from '#platform/http/client.ts';
import type { Problem } from '#platform/http/problem.ts';
import { IconButton } from '#platform/ui/button.tsx';
import { FileDrop } from '#platform/ui/file-drop.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { detailTexts } from './detail-texts.ts';
import { ctasApi, type CtaRow } from './use-ctas.ts';

const limit = 10 * 1024 * 1024;

export function Files({ cta, mayWrite }: { cta: CtaRow; mayWrite: boolean }) {
  const t = useTexts(detailTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const one = { accountId: cta.accountId, ctaId: cta.ctaId };
  const at = `/api/accounts/${cta.accountId}/ctas/${cta.ctaId}/files`;
  const files = useQuery(ctasApi.files.queryOptions({ input: one }));
  const done = { onSuccess: () => queries.invalidateQueries(), meta: { toast: true } };
  const remove = useMutation(ctasApi.removeFile.mutationOptions(done));
  const add = useMutation({
    ...done,
    mutationFn: async (file: File) => {
      if (file.size > limit) {
        toast(t.tooLarge, { tone: 'risk' });
        return;
      }
      const answer = await fetch(`${at}?name=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        body: file,
        headers: { 'content-type': file.type || 'application/octet-stream' },
      });
      if (!answer.ok) {
        const data = (await answer.json()) as Problem;
        throw new ApiError(data.code, { status: answer.status, message: data.detail, data });
      }
      toast(t.uploaded);
    },
  });
  return (
    <section className="stack" aria-label={t.files}>
      <h3>{t.files}</h3>
      <ul className="flex flex-col gap-1 text-[13px]">
        {files.data?.map((file) => (
          <li key={file.fileId} className="row spread !gap-2">
            <a href={`${at}/${file.fileId}`} download={file.name}>
              {file.name}
            </a>
            <span className="row !gap-2">
              <span className="sub">
                {f.number(Math.max(1, Math.round(file.size / 1024)))} KB · {file.byName} · {f.dayShort(f.dayOf(file.createdAt))}
              </span>
              {mayWrite && (
                <IconButton small look="ghost" label={t.removeFile(file.name)} onClick={() => remove.mutate({ ...one, fileId: file.fileId })}>
                  ×
                </IconButton>
              )}
            </span>
          </li>
        ))}
      </ul>
      {mayWrite && <FileDrop hint={t.fileHint} disabled={add.isPending} onFile={(file) => add.mutate(file)} />}
    </section>
  );
}
