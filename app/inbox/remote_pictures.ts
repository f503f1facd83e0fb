/**
 * A letter's HTML was sanitised when it came: pictures of its own stand in `data-media`, remote ones in `data-remote`, none
 * in `src`. Pure: what they become is given.
 */
const picture = /\sdata-(media|remote)="([^"]*)"/g

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
}

/** The addresses that a letter really names: nothing else is ever fetched for it. */
export function remotePictures(html: string): ReadonlySet<string> {
  const found = [...html.matchAll(picture)].flatMap(([, kind, value = '']) =>
    kind === 'remote' ? [decode(value)] : []
  )
  return new Set(found)
}

/** `undefined`: stays hidden. */
export async function showPictures(
  html: string,
  addressOf: (picture: {
    readonly kind: 'media' | 'remote'
    readonly value: string
  }) => Promise<string | undefined>
): Promise<string> {
  const found = [...html.matchAll(picture)]
  const addresses = await Promise.all(
    found.map(([, kind, value = '']) =>
      addressOf({ kind: kind === 'media' ? 'media' : 'remote', value: decode(value) })
    )
  )
  let next = 0
  return html.replace(picture, (whole) => {
    const address = addresses[next++]
    return address === undefined ? whole : ` src="${encode(address)}"`
  })
}

function decode(value: string): string {
  return value.replace(/&(?:amp|quot|#39|lt|gt);/g, (entity) => entities[entity] ?? entity)
}

function encode(value: string): string {
  return value.replace(/[&"<>]/g, (letter) => `&#${String(letter.charCodeAt(0))};`)
}
