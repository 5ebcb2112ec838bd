/** How many frames a slow machine may take to draw what was refused. */
const patience = 60;

/** Takes the person to the first field that was refused: in a long form it may be out of sight. Once the form has drawn it. */
export function showFirstRefused(): void {
  requestAnimationFrame(() => look(patience));
}

function look(frames: number): void {
  requestAnimationFrame(() => {
    const place = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? document;
    const field = place.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (!field) return void (frames && look(frames - 1));
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: 'center' });
  });
}
