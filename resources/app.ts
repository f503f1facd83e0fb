import './css/app.css'
import ui from '@nuxt/ui/vue-plugin'
import { createInertiaApp } from '@inertiajs/vue3'
import { createApp, h, type DefineComponent } from 'vue'
import type { SharedProps } from '@app/http/shared_props'
import { createI18n } from './composables/i18n.ts'
import Frame from './layouts/frame.vue'

const pages = import.meta.glob<{ default: DefineComponent }>('./pages/**/*.vue')

void createInertiaApp<SharedProps & Record<string, unknown>>({
  progress: { color: 'var(--ui-primary)', delay: 250 },
  async resolve(name) {
    const load = pages[`./pages/${name}.vue`]
    if (load === undefined) throw new Error(`no page ${name}`)
    return (await load()).default
  },
  async setup({ el, App, props, plugin }) {
    const i18n = await createI18n(props.initialPage.props.locale)
    const app = createApp({ render: () => h(Frame, () => h(App, props)) })
    app.use(plugin).use(ui).use(i18n)
    app.mount(el)
  },
})
