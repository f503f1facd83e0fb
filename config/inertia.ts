import { defineConfig } from '@adonisjs/inertia'

export default defineConfig({
  rootView: 'root',
  ssr: { enabled: false },
})
