import adonisjs from '@adonisjs/vite/client'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname

/** Of an emoji the picker reads its sign, its words and its place: a quarter of what the package says. */
const leanEmoji: Plugin = {
  name: 'svyaz:lean-emoji',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/emojibase-data\/\w+\/compact\.json$/.test(id)) return null
    type Entry = Record<'unicode' | 'label' | 'group' | 'order' | 'tags', unknown>
    const lean = (JSON.parse(code) as Entry[])
      .filter(({ group }) => group !== undefined)
      .map(({ unicode, label, group, order, tags }) => ({ unicode, label, group, order, tags }))
    return { code: JSON.stringify(lean), map: null }
  },
}

export default defineConfig({
  plugins: [
    leanEmoji,
    vue(),
    ui({
      router: 'inertia',
      // Components and composables are imported by name: pages type-check without generated files.
      components: false,
      autoImport: false,
      dts: false,
      // The server draws the theme (views/root.edge), so there is no flash and nothing in localStorage.
      colorMode: false,
      icon: { clientBundle: { scan: { globInclude: ['resources/**/*.{vue,ts}'] } } },
      experimental: { componentDetection: true },
      ui: {
        colors: { primary: 'sky', neutral: 'slate' },
        // Under 900 px the thumb works: nothing of the usual size is lower than 44 px.
        button: {
          variants: {
            size: {
              lg: { base: 'max-[899px]:min-h-11 max-[899px]:min-w-11 max-[899px]:justify-center' },
            },
          },
          slots: { base: 'disabled:opacity-50 aria-disabled:opacity-50' },
        },
        dropdownMenu: { slots: { item: 'max-[899px]:min-h-11 max-[899px]:items-center' } },
        contextMenu: { slots: { item: 'max-[899px]:min-h-11 max-[899px]:items-center' } },
        // A long title doesn't run under the button that closes, and a long body doesn't press the head flat.
        modal: { slots: { header: 'shrink-0', wrapper: 'min-w-0 pe-8', footer: 'shrink-0' } },
        input: { variants: { size: { lg: { base: 'max-[899px]:min-h-11' } } } },
        select: { variants: { size: { lg: { base: 'max-[899px]:min-h-11' } } } },
      },
    }),
    adonisjs({
      entryPoints: ['resources/app.ts'],
      // Nothing is rendered on the server; without an entry the second build would overwrite the first.
      serverEntryPoints: ['resources/ssr.ts'],
      reload: ['resources/views/**/*.edge'],
    }),
  ],
  resolve: { alias: { '~/': `${here}/resources/`, '@app/': `${here}/app/` } },
  // Ours only: a clone somewhere under /tmp or build/ reloads its pages too.
  server: { watch: { ignored: ['storage', 'build', 'tmp'].map((name) => `${here}/${name}/**`) } },
})
