/** A letter's HTML for a frame without scripts: a whitelist, and no address outside that a browser would open by itself. */
import sanitizeHtml from 'sanitize-html'
import type { MediaRef } from '@svyaz/core'
import { cutHtml } from './cut_html.ts'

export type SanitizeOptions = {
  /** Pictures of the letter itself, by Content-ID or Content-Location. */
  readonly pictures: ReadonlyMap<string, MediaRef>
  readonly stripLinks: boolean
}

const size = [/^\d{1,3}(?:\.\d+)?%$/, /^(?:1000|\d{1,3})(?:\.\d+)?px$/]
const lengths = [/^(?:\d{1,3}(?:\.\d+)?(?:px|em|pt|%)?\s*){1,4}$/]
const colour = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s,.%]{1,40}\)$/i, /^[a-z]{3,20}$/i]

const styles: sanitizeHtml.IOptions['allowedStyles'] = {
  '*': {
    'color': colour,
    'background-color': colour,
    'font-weight': [/^(?:bold|bolder|normal|[1-9]00)$/],
    'font-style': [/^(?:italic|normal)$/],
    'font-size': [/^\d{1,2}(?:\.\d+)?(?:px|pt|em|rem|%)$/],
    'text-align': [/^(?:left|right|center|justify)$/],
    'text-decoration': [/^(?:underline|line-through|none)$/],
    'padding': lengths,
    'padding-left': lengths,
    'padding-right': lengths,
    'padding-top': lengths,
    'padding-bottom': lengths,
    'border': [/^[\w\s#.]{1,60}$/],
    'border-left': [/^[\w\s#.]{1,60}$/],
    'width': size,
    'max-width': size,
  },
}

const tags = [
  'a',
  'abbr',
  'b',
  'blockquote',
  'br',
  'caption',
  'center',
  'cite',
  'code',
  'col',
  'colgroup',
  'dd',
  'del',
  'div',
  'dl',
  'dt',
  'em',
  'font',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'i',
  'img',
  'ins',
  'li',
  'ol',
  'p',
  'pre',
  'q',
  's',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'u',
  'ul',
]

export function sanitize(html: string, options: SanitizeOptions): string {
  return sanitizeHtml(cutHtml(html), {
    allowedTags: tags,
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'dir', 'title'],
      'a': ['href', 'rel', 'target', 'data-host'],
      'img': ['data-media', 'data-remote', 'alt', 'width', 'height'],
      'font': ['color', 'size', 'face'],
      'table': ['width', 'cellpadding', 'cellspacing', 'border', 'bgcolor'],
      'td': ['width', 'colspan', 'rowspan', 'bgcolor'],
      'th': ['width', 'colspan', 'rowspan', 'bgcolor'],
      'ol': ['start', 'type'],
    },
    allowedStyles: styles,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: [] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: [
      'style',
      'script',
      'textarea',
      'option',
      'noscript',
      'title',
      'head',
      'svg',
      'math',
      'object',
    ],
    nestingLimit: 100,
    transformTags: {
      a: (name, attributes) => link(name, attributes, options.stripLinks),
      img: (name, attributes) => picture(name, attributes, options.pictures),
    },
    exclusiveFilter: (frame) => frame.tag === 'img' && isUseless(frame.attribs),
  })
}

type Attributes = { [name: string]: string }

function link(tagName: string, attributes: Attributes, strip: boolean): sanitizeHtml.Tag {
  const href = attributes['href'] ?? ''
  const isWeb = /^https?:\/\//i.test(href)
  if (strip && isWeb) return { tagName: 'span', attribs: { title: hostOf(href) ?? '' } }
  if (!isWeb && !/^(?:mailto|tel):/i.test(href)) return { tagName, attribs: {} }
  const host = hostOf(href)
  return {
    tagName,
    attribs: {
      href,
      rel: 'noopener noreferrer nofollow',
      target: '_blank',
      ...(host === undefined ? {} : { 'data-host': host, 'title': host }),
    },
  }
}

/** Our own pictures by the store's reference, others only by request: neither has a `src`. */
function picture(
  tagName: string,
  attributes: Attributes,
  pictures: SanitizeOptions['pictures']
): sanitizeHtml.Tag {
  const source = (attributes['src'] ?? '').trim()
  const kept: Attributes = {}
  for (const name of ['alt', 'width', 'height', 'style']) {
    const value = attributes[name]
    if (value !== undefined) kept[name] = value
  }
  const own = pictures.get(contentId(source))
  if (own !== undefined) return { tagName, attribs: { ...kept, 'data-media': own } }
  return /^https?:\/\//i.test(source)
    ? { tagName, attribs: { ...kept, 'data-remote': source } }
    : { tagName, attribs: {} }
}

export function contentId(source: string): string {
  const bare = source.replace(/^cid:/i, '')
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}

/** Pixels that only report that a letter was opened, and pictures that are nowhere. */
function isUseless(attributes: Attributes): boolean {
  const tiny = (value: string | undefined) =>
    value !== undefined && /^[01](?:px)?$/.test(value.trim())
  const nowhere = attributes['data-media'] === undefined && attributes['data-remote'] === undefined
  return nowhere || (tiny(attributes['width']) && tiny(attributes['height']))
}

function hostOf(href: string): string | undefined {
  try {
    return new URL(href).host
  } catch {
    return undefined
  }
}

/** Content-IDs that the HTML shows: these pictures are no attachments. */
export function namedPictures(html: string): ReadonlySet<string> {
  return new Set(
    [...html.matchAll(/cid:([^"'\s>)]{1,300})/gi)].map((found) => contentId(found[1] ?? ''))
  )
}
