/** How a customer is; the words are the pill's (`uiTexts.health`). */
export const colours = ['good', 'watch', 'risk', 'unknown'] as const;
