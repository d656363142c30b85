import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The manifest tells which files the first load needs; a test weighs them. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', manifest: true },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
