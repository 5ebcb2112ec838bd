/** Takes the person to the first field that was refused: in a long form it may be out of sight. After the form has drawn it. */
export function showFirstRefused(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const place = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? document;
      const field = place.querySelector<HTMLElement>('[aria-invalid="true"]');
      field?.focus({ preventScroll: true });
      field?.scrollIntoView({ block: 'center' });
    }),
  );
}
