import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `base` is relative so that the page works under any path it is served from. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
