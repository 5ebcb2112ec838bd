/** Where one is in a wizard. `at` counts from 0. */
export function Steps({ label, steps, at }: { label: string; steps: readonly string[]; at: number }) {
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step, i) => (
        <li key={step} aria-current={i === at ? 'step' : undefined} data-done={i < at || undefined}>
          <span aria-hidden>{i < at ? '✓' : i + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}
