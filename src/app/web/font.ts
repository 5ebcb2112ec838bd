/** Fetches a Japanese font only where the system has none, and after the first paint. */
export function loadFallbackFont() {
  if (hasJapaneseFont()) return;
  setTimeout(() => void import('@fontsource-variable/noto-sans-jp/wght.css'), 300);
}

/** A missing glyph is drawn as the same box for every character; real glyphs differ. */
function hasJapaneseFont(): boolean {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!pen) return true;
  pen.font = '20px sans-serif';
  const draw = (character: string) => {
    pen.clearRect(0, 0, 24, 24);
    pen.fillText(character, 0, 20);
    return pen.getImageData(0, 0, 24, 24).data.join(',');
  };
  return draw('伴') !== draw('走');
}
