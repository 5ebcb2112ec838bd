import { Link } from '@tanstack/react-router';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

type Look = 'plain' | 'primary' | 'danger' | 'ghost';
type Shared = { look?: Look; small?: boolean };

const looks: Record<Look, string> = { plain: '', primary: 'primary', danger: 'danger', ghost: 'ghost' };

function classOf({ look = 'plain', small }: Shared, more = '') {
  return ['btn', looks[look], small ? 'small' : '', more].filter(Boolean).join(' ');
}

type ButtonProps = Shared & ButtonHTMLAttributes<HTMLButtonElement> & { busy?: boolean; shortcut?: string; ref?: Ref<HTMLButtonElement> };

/** `busy` keeps the button focusable but dead, so that a slow save is not sent twice. */
export function Button({ look, small, busy, shortcut, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classOf({ look, small }, className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={shortcut}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
      {shortcut && <kbd aria-hidden>{shortcut}</kbd>}
    </button>
  );
}

/** A button with only a sign on it; `label` is what is read aloud and shown on hover. */
export function IconButton({ label, children, className, ...rest }: ButtonProps & { label: string }) {
  return (
    <Button {...rest} className={`icon ${className ?? ''}`} aria-label={label} title={label}>
      <span aria-hidden>{children}</span>
    </Button>
  );
}

type LinkButtonProps = Shared & { to: string; search?: Record<string, unknown>; className?: string; children: ReactNode };

export function LinkButton({ look, small, to, search, className, children }: LinkButtonProps) {
  return (
    <Link to={to} search={search as never} className={classOf({ look, small }, className)}>
      {children}
    </Link>
  );
}

/** For files and addresses outside the app's router (downloads, /api/docs). */
export function AnchorButton({ look, small, children, className, ...rest }: Shared & React.AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={classOf({ look, small }, className)}>
      {children}
    </a>
  );
}
