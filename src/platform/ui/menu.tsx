import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { Button, IconButton } from './button.tsx';

export type MenuItem =
  | { key: string; label: ReactNode; onAction?: () => void; to?: string; danger?: boolean; disabled?: boolean; checked?: boolean }
  | { key: string; title: ReactNode };

const MenuPopover = lazy(() => import('./aria/menu-popover.tsx'));

type Props = {
  /** what the button is called; shown unless `icon` is given */
  label: string;
  icon?: ReactNode;
  items: readonly MenuItem[];
  look?: 'plain' | 'primary' | 'ghost';
  small?: boolean;
};

/** A button that opens a list of actions. */
export function Menu({ label, icon, items, look, small }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wiring = { ref: button, look, small, 'aria-haspopup': 'menu', 'aria-expanded': open, onClick: () => setOpen(!open) } as const;
  return (
    <>
      {icon ? (
        <IconButton {...wiring} label={label}>
          {icon}
        </IconButton>
      ) : (
        <Button {...wiring}>
          {label} <span aria-hidden>▾</span>
        </Button>
      )}
      {open && (
        <Suspense fallback={null}>
          <MenuPopover label={label} items={items} anchor={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
