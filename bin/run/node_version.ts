/** npm scripts run on the Node 24 that npm installed; this says what to do when its install script was blocked. */
export function assertNode(): void {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return
  console.error(
    [
      `This is Node ${process.versions.node}; Svyaz runs on Node 24, which npm installs by itself.`,
      'Its install script has not run. Run one of these and start again:',
      '  npm rebuild node',
      '  npm install-scripts approve node   (npm 12)',
    ].join('\n')
  )
  process.exit(1)
}
