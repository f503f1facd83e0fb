import { defineConfig } from '@adonisjs/static'

/** Files under assets/ carry a hash of their content in their names. */
export default defineConfig({
  enabled: true,
  etag: true,
  lastModified: true,
  dotFiles: 'ignore',
  headers: (path): Record<string, string> =>
    path.includes('/public/assets/') && !path.includes('/.vite/')
      ? { 'cache-control': 'public, max-age=31536000, immutable' }
      : {},
})
