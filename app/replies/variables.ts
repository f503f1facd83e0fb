/**
 * What a reply leaves open until it is known who is written to: `{{клиент}}` or `{{client}}`, in any case. Pure, since the
 * browser fills them as well.
 */
export type Variable = 'client' | 'operator' | 'line' | 'account'

export type VariableValues = { readonly [name in Variable]: string | null }

export const variables: readonly Variable[] = ['client', 'operator', 'line', 'account']

/** As people write them, in each language. */
export const variableWords: { readonly [language in 'ru' | 'en']: VariableWords } = {
  ru: { client: 'клиент', operator: 'оператор', line: 'линия', account: 'аккаунт' },
  en: { client: 'client', operator: 'operator', line: 'line', account: 'account' },
}
type VariableWords = { readonly [name in Variable]: string }

const written = /\{\{([^{}\n]{0,60})\}\}/g

function meant(word: string): Variable | undefined {
  const plain = word.trim().toLowerCase()
  return variables.find(
    (name) => plain === variableWords.ru[name] || plain === variableWords.en[name]
  )
}

/** The first one that nobody knows, as it was written. */
export function unknownVariable(text: string): string | undefined {
  for (const [whole, word = ''] of text.matchAll(written))
    if (meant(word) === undefined) return whole
  return undefined
}

/** Those that have no value stay as they are written. */
export function fillVariables(text: string, values: VariableValues): string {
  return text.replace(written, (whole, word: string) => {
    const name = meant(word)
    return (name && values[name]?.trim()) || whole
  })
}

export type Unfilled = { readonly at: number; readonly whole: string }

/** Known ones that still stand in a text: it may not go out like that. */
export function unfilledVariables(text: string): readonly Unfilled[] {
  if (!text.includes('{{')) return []
  return [...text.matchAll(written)].flatMap((match) =>
    meant(match[1] ?? '') === undefined ? [] : [{ at: match.index, whole: match[0] }]
  )
}
