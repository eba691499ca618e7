import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Every browser we support reads woff2: the woff copies would only double the size of the build. */
function withoutWoff(): Plugin {
  return {
    name: 'without-woff',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@fontsource') || !id.includes('.css')) return null;
      return { code: code.replaceAll(/, url\([^)]*\.woff\) format\('woff'\)/g, ''), map: null };
    },
  };
}

const apiOrigin = process.env['TORITSUGI_DEV_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [withoutWoff(), react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing inline: the content security policy allows files of this origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      '/api': apiOrigin,
      '/fonts': apiOrigin,
      '/socket.io': { target: apiOrigin, ws: true },
      '/sip': { target: apiOrigin, ws: true },
    },
  },
});
