import { lazy, Suspense, type ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from './button.tsx';
import { uiTexts } from './texts.ts';

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** 'side' comes in from the right as a drawer */
  size?: 'normal' | 'wide' | 'side';
  children: ReactNode;
};

// React Aria's overlays are fetched when the first one opens: they would double the first screen.
const Overlay = lazy(() => import('./aria/overlay.tsx'));

export function Dialog(props: DialogProps) {
  if (!props.open) return null;
  return (
    <Suspense fallback={null}>
      <Overlay {...props} />
    </Suspense>
  );
}

export function Drawer(props: Omit<DialogProps, 'size'>) {
  return <Dialog {...props} size="side" />;
}

type ConfirmProps = {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: ReactNode;
  children?: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
};

export function ConfirmDialog({ open, onClose, onConfirm, title, children, confirmLabel, danger, busy }: ConfirmProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      {children}
      <DialogActions onClose={onClose} label={confirmLabel} danger={danger} busy={busy} onDo={onConfirm} />
    </Dialog>
  );
}

type ActionsProps = { onClose: () => void; label: ReactNode; busy?: boolean; disabled?: boolean; danger?: boolean; onDo?: () => void };

/** The foot of a dialog: cancel, and what it is for; without `onDo` that submits the form around it. */
export function DialogActions({ onClose, label, busy, disabled, danger, onDo }: ActionsProps) {
  const t = useTexts(uiTexts);
  return (
    <div className="actions">
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button look={danger ? 'danger' : 'primary'} type={onDo ? 'button' : 'submit'} busy={busy} disabled={disabled} onClick={onDo}>
        {label}
      </Button>
    </div>
  );
}
