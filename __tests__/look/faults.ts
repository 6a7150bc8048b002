/** What is wrong with a page that is shown, told by measuring it there. */

/**
 * The source of a function that runs in the page: what is cut or scrolls sideways, what stands beside the page, what
 * GitHub would not read as markup, and what is too faint to be read (WCAG AA), each with the element that it is about.
 * It unfolds everything first.
 */
export const faultsIn = `() => {
  for (const fold of document.querySelectorAll('details')) fold.open = true
  const faults = []
  const told = (element) => element.tagName + ': ' + element.textContent.trim().slice(0, 60)
  const all = [...document.body.querySelectorAll('*')].filter((each) => !['SCRIPT', 'STYLE'].includes(each.tagName))
  const scrolls = (each) => each !== document.body && (each.scrollWidth > each.clientWidth + 1 || scrolls(each.parentElement))
  const isHidden = (element) => element.checkVisibility && !element.checkVisibility()
  for (const each of all) {
    if (isHidden(each) || each.closest('svg, thead')) continue
    if (each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1) {
      faults.push(each.scrollWidth - each.clientWidth + ' pixels do not fit into ' + told(each))
    }
    const { left, right } = each.getBoundingClientRect()
    if (each.clientWidth > 0 && !scrolls(each) && (right > innerWidth + 1 || left < -1)) faults.push('beside the page: ' + told(each))
    if (each.matches('details .markdown-alert')) faults.push('an alert that GitHub shows as a quote: ' + told(each))
  }
  const colour = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number)
  const light = ([red, green, blue]) =>
    [red, green, blue]
      .map((value) => value / 255)
      .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0)
  const ground = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const [red, green, blue, alpha = 1] = colour(getComputedStyle(each).backgroundColor)
      if (alpha === 1) return [red, green, blue]
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255]
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { data, parentElement: parent } = texts.currentNode
    if (data.trim() === '' || parent.closest('script, style, code, pre') || isHidden(parent)) continue
    if (/\\*\\*|<\\/?[a-z]+>|&[a-z]+;|\\| *---|\\[!|\\]\\(|^#+ |\\\\[_*|]/m.test(data)) faults.push('markup for text: ' + data.trim())
    const [one, other] = [light(colour(getComputedStyle(parent).color)), light(ground(parent))]
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    if (contrast < 4.5) faults.push('too faint (' + contrast.toFixed(1) + '): ' + data.trim().slice(0, 60))
  }
  return [...new Set(faults)]
}`
