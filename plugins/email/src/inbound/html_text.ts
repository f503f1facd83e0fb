/** The text of an HTML letter: what is visible, and the quoted history that mail programs mark in their HTML. One pass, no DOM. */
import { Parser } from 'htmlparser2'
import { cutHtml } from './cut_html.ts'
import { TextBuffer } from './text_buffer.ts'

export type HtmlText = {
  readonly text: string
  /** Where a mail program's own mark says that history begins: everything after is quoted. */
  readonly history: string
}

const dropped = new Set(['style', 'script', 'head', 'title', 'template', 'noscript', 'object'])
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'pre'])
const lines = new Set([
  'div',
  'tr',
  'li',
  'blockquote',
  'section',
  'article',
  'header',
  'footer',
  'center',
  'address',
  'dd',
  'dt',
])
const voids = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'wbr',
  'col',
  'area',
  'base',
  'source',
  'embed',
  'param',
  'track',
])
const historyClasses = [
  'gmail_quote',
  'gmail_quote_container',
  'yahoo_quoted',
  'protonmail_quote',
  'moz-cite-prefix',
  'gmail_attr',
]
const historyIds = new Set([
  'appendonsend',
  'divrplyfwdmsg',
  'mail-editor-reference-message-container',
  'olk_src_body_section',
])
const outlookRule = /border-top:\s*solid\s*#(?:e1e1e1|b5c4df)/i
const hidden = /display:\s*none|mso-hide:\s*all|visibility:\s*hidden/i
const longest = 400_000

type Attributes = { readonly [name: string]: string }
type Open = {
  readonly name: string
  readonly hides: boolean
  readonly quotes: boolean
  readonly href: string
  readonly from: number
}

export function htmlText(html: string): HtmlText {
  const writer = new Writer()
  const parser = new Parser(
    {
      onopentag: (name, attributes) => writer.open(name, attributes),
      ontext: (text) => writer.write(text),
      onclosetag: (name) => writer.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true }
  )
  parser.write(cutHtml(html))
  parser.end()
  return writer.result()
}

class Writer {
  readonly #out = new TextBuffer()
  #historyAt: number | undefined
  readonly #stack: Open[] = []
  #hiding = 0
  #quoting = 0
  #pre = 0
  /** Set by `br` and blocks: what comes next begins a line. */
  #breaks = 0

  open(name: string, attributes: Attributes): void {
    if (name === 'br') {
      if (this.#out.length < longest) this.#endLine(true)
      return
    }
    if (voids.has(name)) return
    const hides =
      dropped.has(name) || hidden.test(attributes['style'] ?? '') || 'hidden' in attributes
    const quotes = name === 'blockquote'
    if (hides) this.#hiding += 1
    this.#markHistory(name, attributes)
    if (paragraphs.has(name)) this.#breaks = Math.max(this.#breaks, 2)
    else if (lines.has(name)) this.#breaks = Math.max(this.#breaks, 1)
    if (quotes) this.#quoting += 1
    if (name === 'pre') this.#pre += 1
    if (name === 'td' || name === 'th') this.#space()
    this.#stack.push({
      name,
      hides,
      quotes,
      href: hrefOf(name, attributes),
      from: this.#out.length,
    })
    if (name === 'li') this.write('• ')
  }

  write(text: string): void {
    if (this.#hiding > 0 || this.#out.length > longest) return
    if (this.#pre > 0) {
      for (const [index, line] of text.split('\n').entries()) {
        if (index > 0) this.#endLine(true)
        this.#put(line)
      }
      return
    }
    const plain = text.replace(/[ \t\r\n\f\u00a0]+/g, ' ')
    if (plain === ' ') this.#space()
    else this.#put(plain)
  }

  close(name: string): void {
    const index = this.#stack.findLastIndex((one) => one.name === name)
    if (index < 0) return
    for (const one of this.#stack.splice(index).reverse()) this.#end(one)
  }

  result(): HtmlText {
    while (this.#stack.length > 0) this.close(this.#stack.at(-1)?.name ?? '')
    const whole = this.#out.toString()
    const at = this.#historyAt ?? whole.length
    return { text: tidy(whole.slice(0, at)), history: tidy(whole.slice(at)) }
  }

  #end(one: Open): void {
    if (one.href !== '' && this.#hiding === 0) this.#link(one)
    if (one.hides) this.#hiding -= 1
    if (one.quotes) this.#quoting -= 1
    if (one.name === 'pre') this.#pre -= 1
    if (paragraphs.has(one.name)) this.#breaks = Math.max(this.#breaks, 2)
    else if (lines.has(one.name)) this.#breaks = Math.max(this.#breaks, 1)
  }

  #link({ href, from }: Open): void {
    if (this.#out.length > longest) return
    const label = this.#out.since(from)?.trim()
    if (label === '' || (label !== undefined && sameAddress(label, href))) return
    this.#out.write(` (${href})`)
  }

  #markHistory(name: string, attributes: Attributes): void {
    if (this.#historyAt !== undefined || this.#hiding > 0) return
    const classes = (attributes['class'] ?? '').split(/\s+/)
    const marked =
      classes.some((one) => historyClasses.includes(one)) ||
      historyIds.has((attributes['id'] ?? '').toLowerCase()) ||
      (name === 'blockquote' && attributes['type'] === 'cite') ||
      outlookRule.test(attributes['style'] ?? '')
    if (marked) this.#historyAt = this.#out.length
  }

  #space(): void {
    if (this.#breaks === 0 && this.#out.length > 0 && !/\s/.test(this.#out.last()))
      this.#out.write(' ')
  }

  #put(text: string): void {
    if (text === '') return
    this.#flush()
    const atStart = this.#out.length === 0 || this.#out.endsWith('\n') || this.#out.endsWith('> ')
    this.#out.write(atStart && this.#pre === 0 ? text.trimStart() : text)
  }

  #endLine(always: boolean): void {
    if (this.#hiding > 0) return
    if (always && this.#breaks > 0) this.#flush()
    this.#out.write(`\n${'> '.repeat(Math.min(this.#quoting, 5))}`)
  }

  #flush(): void {
    if (this.#breaks === 0) {
      if (this.#out.length === 0) this.#out.write('> '.repeat(Math.min(this.#quoting, 5)))
      return
    }
    const breaks = this.#out.length === 0 ? 0 : this.#breaks
    this.#breaks = 0
    const mark = '> '.repeat(Math.min(this.#quoting, 5))
    for (let index = 0; index < breaks; index += 1) this.#out.write(`\n${mark}`)
    if (breaks === 0) this.#out.write(mark)
  }
}

function hrefOf(name: string, attributes: Attributes): string {
  const href = name === 'a' ? (attributes['href'] ?? '').trim() : ''
  return /^https?:\/\//i.test(href) && href.length < 2000 ? href : ''
}

/** A label that is the address itself needs no address beside it. */
function sameAddress(label: string, href: string): boolean {
  const bare = (value: string) =>
    value
      .replace(/^https?:\/\//i, '')
      .replace(/\/$/, '')
      .toLowerCase()
  return bare(label) === bare(href)
}

function tidy(text: string): string {
  return text
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
