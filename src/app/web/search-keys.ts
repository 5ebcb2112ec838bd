/** How the search shortcut is written on the keyboard in front of the reader. */
export const searchKeys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
