/** Whatever becomes of the test, its children end with it. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit())
}
