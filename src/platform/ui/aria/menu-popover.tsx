import { useNavigate } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { Header, Menu, MenuItem as AriaItem, MenuSection, Popover } from 'react-aria-components';
import type { MenuItem } from '../menu.tsx';

type Props = { label: string; items: readonly MenuItem[]; anchor: RefObject<HTMLButtonElement | null>; onClose: () => void };
type Action = Exclude<MenuItem, { title: unknown }>;

export default function MenuPopover({ label, items, anchor, onClose }: Props) {
  const navigate = useNavigate();
  const act = (item: Action) => {
    onClose();
    if (item.to) void navigate({ to: item.to });
    item.onAction?.();
  };
  return (
    <Popover triggerRef={anchor} isOpen onOpenChange={(open) => !open && onClose()} placement="bottom end" aria-label={label} className="popover">
      <Menu className="menu" aria-label={label} autoFocus="first" disabledKeys={items.filter((i) => 'disabled' in i && i.disabled).map((i) => i.key)}>
        {sections(items).map(({ title, actions }, i) => (
          <MenuSection key={i} className="menu-section" aria-label={title ? undefined : label}>
            {title && <Header className="menu-title">{title}</Header>}
            {actions.map((item) => (
              <AriaItem
                key={item.key}
                id={item.key}
                textValue={typeof item.label === 'string' ? item.label : item.key}
                className={`menu-item ${item.danger ? 'danger' : ''}`}
                onAction={() => act(item)}
              >
                {item.label}
                {item.checked && (
                  <span aria-hidden className="ml-auto">
                    ✓
                  </span>
                )}
              </AriaItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Popover>
  );
}

function sections(items: readonly MenuItem[]) {
  const found: { title?: React.ReactNode; actions: Action[] }[] = [];
  for (const item of items) {
    if ('title' in item) found.push({ title: item.title, actions: [] });
    else {
      if (found.length === 0) found.push({ actions: [] });
      found.at(-1)?.actions.push(item);
    }
  }
  return found;
}
