import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { browserLanguage, PlaceProvider } from '#platform/i18n/react.tsx';
import { Toasts } from '#platform/ui/toast.tsx';
import { applyTheme } from '#platform/ui/theme.ts';
import { loadFallbackFont } from './font.ts';
import { makeRouter } from './router.tsx';
import { makeQueries } from './queries.ts';
import { rememberedLanguage, rememberedTheme } from './remembered.ts';
import './app.css';

// A tab that was open while a new version was put in place asks for files that are gone: one reload brings the new ones.
window.addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('banso.reloaded') ?? 0);
  if (Date.now() - last < 10_000) return;
  sessionStorage.setItem('banso.reloaded', String(Date.now()));
  location.reload();
});

applyTheme(rememberedTheme());
const language = rememberedLanguage() ?? browserLanguage();
document.documentElement.lang = language;

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const root = document.querySelector('#root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={makeQueries()}>
        <PlaceProvider place={{ language, timeZone: zone, currency: 'JPY' }}>
          <RouterProvider router={makeRouter()} />
          <Toasts />
        </PlaceProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
loadFallbackFont();
