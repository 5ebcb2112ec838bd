import { useEffect, useRef } from 'react';

type KeyLike = { isComposing?: boolean; keyCode?: number; ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean; defaultPrevented?: boolean };

/** A Japanese input method is still composing: Enter or a letter belongs to it (229 is what Safari sends). */
export function composing(event: KeyLike): boolean {
  return event.isComposing === true || event.keyCode === 229;
}

/** Whether a key without Ctrl, ⌘ or Alt may act as a shortcut of the page. */
export function isPlainKey(event: KeyLike, target: { tagName?: string; isContentEditable?: boolean; type?: string } | null): boolean {
  if (composing(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if (!target) return true;
  if (target.isContentEditable) return false;
  const tag = target.tagName?.toUpperCase();
  if (tag === 'TEXTAREA' || tag === 'SELECT') return false;
  return tag !== 'INPUT' || target.type === 'checkbox' || target.type === 'radio';
}

/** Single-key shortcuts of a page, silent while typing or while a dialog or menu is open. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>, enabled = true) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => {
      const act = current.current[event.key];
      if (!act || !isPlainKey(event, event.target as HTMLElement | null)) return;
      if (document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return;
      act(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [enabled]);
}
