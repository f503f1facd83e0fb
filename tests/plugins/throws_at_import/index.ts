throw new Error('this plugin fails while it is imported')
