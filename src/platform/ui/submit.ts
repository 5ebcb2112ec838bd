import { useState } from 'react';
import { fieldErrors } from './problem.ts';
import { showFirstRefused } from './refused.ts';

type Failure = { status?: number; message?: string };

/**
 * Runs a form's own request: `busy` while it runs, `fields` and `text` when it was refused. For pages that show every
 * refusal where it belongs; elsewhere `useMutation` shows them as toasts.
 */
export function useSubmit<Given extends unknown[]>(work: (...given: Given) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (...given: Given) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await work(...given);
    } catch (thrown) {
      setError(thrown);
      showFirstRefused();
    } finally {
      setBusy(false);
    }
  };
  const fields = fieldErrors(error);
  // A wrong field is said beside the field.
  const text = error && !Object.keys(fields).length ? ((error as Failure).message ?? String(error)) : null;
  return { busy, error: error as Failure | null, fields, text, submit: (...given: Given) => void submit(...given) };
}
