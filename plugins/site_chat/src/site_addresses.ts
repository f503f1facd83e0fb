/** Texts of the settings that list addresses, one per line (commas and spaces do as well). Pure. */

function entries(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== '')
}

/** `https://shop.ru`, `https://*.shop.ru`; undefined: not addresses of sites. */
export function parseOrigins(text: string): readonly string[] | undefined {
  const origins: string[] = []
  for (const entry of entries(text)) {
    const origin = /^(https?:\/\/)(\*\.)?([^/*\s]+)\/?$/i.exec(entry)
    if (origin === null) return undefined
    const [, scheme = '', star = '', host = ''] = origin
    const url = tryUrl(scheme + host)
    if (url === undefined || url.username !== '') return undefined
    origins.push(`${url.protocol}//${star}${url.host}`)
  }
  return origins
}

/** May a page of this origin use the chat? An empty list: any page. */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true
  return allowed.some((entry) => {
    if (!entry.includes('*.')) return entry === origin
    const [scheme = '', domain = ''] = entry.split('*.')
    return origin.startsWith(scheme) && origin.slice(scheme.length).endsWith(`.${domain}`)
  })
}

export type MessengerLink = { readonly url: string; readonly name: string }

const names: readonly (readonly [host: RegExp, name: string])[] = [
  [/(^|\.)wa\.me$|(^|\.)whatsapp\.com$/, 'WhatsApp'],
  [/(^|\.)t\.me$|(^|\.)telegram\.me$/, 'Telegram'],
  [/(^|\.)vk\.(com|me|ru)$/, 'VK'],
  [/(^|\.)max\.ru$/, 'MAX'],
  [/(^|\.)avito\.ru$/, 'Avito'],
  [/(^|\.)viber\.(com|me)$/, 'Viber'],
]

/** Whole http(s) links with the name of the messenger; undefined: one of them is no link. */
export function parseLinks(text: string): readonly MessengerLink[] | undefined {
  const links: MessengerLink[] = []
  for (const entry of entries(text)) {
    const url = tryUrl(entry)
    if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined
    const known = names.find(([host]) => host.test(url.hostname))
    links.push({ url: url.href, name: known?.[1] ?? url.hostname.replace(/^www\./, '') })
  }
  return links
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
