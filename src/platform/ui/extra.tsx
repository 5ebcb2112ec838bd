import { createContext, Suspense, useContext, type ComponentType, type ReactNode } from 'react';

type Props = Record<string, unknown>;
const Extras = createContext<Readonly<Record<string, ComponentType<never>>>>({});

/** What later stages show inside screens of earlier ones, by the name of the place: the shell knows both, they do not know each other. */
export function ExtrasProvider({ extras, children }: { extras: Readonly<Record<string, ComponentType<never>>>; children: ReactNode }) {
  return <Extras value={extras}>{children}</Extras>;
}

/** The place where something is shown if the shell has something for it. */
export function Extra({ place, ...props }: { place: string } & Props) {
  const Shown = useContext(Extras)[place] as ComponentType<Props> | undefined;
  if (!Shown) return null;
  return (
    <Suspense fallback={null}>
      <Shown {...props} />
    </Suspense>
  );
}
