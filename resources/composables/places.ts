/** Places that keys lead to. */
export const places = { list: 'dialog-list', field: 'answer', search: 'dialog-search' } as const

export function goToPlace(place: keyof typeof places): void {
  document.getElementById(places[place])?.focus()
}
