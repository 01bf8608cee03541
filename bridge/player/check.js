/**
 * Reads a program without running it: is it one, and are the mistakes in it that can be seen on paper?
 *
 * Knows the language and which names programs are given. Does not know the world or what a program wants. It errs on
 * the side of letting a program run: what it reports is wrong for certain.
 */
import { parse } from 'acorn'
import { fault } from '../protocol.js'
import { GOALS } from './globals.js'
import { declaring, scopesOf } from './scopes.js'

/** @typedef {import('../protocol.js').Fault} Fault */
/** @typedef {import('../protocol.js').Source} Source */
/** @typedef {import('./scopes.js').Node} Node */
/** @typedef {{faults: Fault[], name: string, calls: string[], parameters: string[]}} Checked */

const MOST_FAULTS = 8 // an author can act on a few at a time
const LONGEST = 100_000 // characters; the longest skill published is under 5,000

const GIVEN = ['bot', 'mcData', 'Vec3', 'goals', 'Movements', 'console', 'fail', 'api', 'setTimeout', 'clearTimeout',
  'setInterval', 'clearInterval', ...GOALS]

/** Of the language. Left out on purpose: eval, Function, globalThis, WebAssembly, and everything of Node's. */
const LANGUAGE = ['undefined', 'NaN', 'Infinity', 'Object', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON',
  'Date', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Proxy', 'Reflect', 'Error', 'TypeError', 'RangeError',
  'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'Intl',
  'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array',
  'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Iterator']

/** Calls on the bot and the toolbox whose result means nothing until it is awaited. */
const ASYNC_MEMBERS = new Set(['dig', 'placeBlock', 'equip', 'unequip', 'craft', 'consume', 'waitForTicks', 'openContainer', 'openChest',
  'openFurnace', 'sleep', 'wake', 'toss', 'tossStack', 'fish', 'moveSlotItem', 'waitForChunksToLoad'].map(name => `bot.${name}`)
  .concat(['bot.pathfinder.goto', 'bot.collectBlock.collect', 'bot.tool.equipForBlock'])
  .concat(['goto', 'dig', 'place', 'placeNear', 'waitTicks', 'settle', 'take', 'pickUp', 'hold', 'holdToolFor', 'toss', 'tidy', 'eat'].map(name => `api.${name}`)))
const GATHERING = new Set(['Promise.all', 'Promise.allSettled', 'Promise.race', 'Promise.any'])

/**
 * @param {Source} program
 * @param {{primitives: string[], skills: string[]}} known names it may call
 * @returns {Checked}
 */
export function check ({ name, code }, { primitives, skills }) {
  /** @type {Omit<Checked, 'faults'>} */
  const nothing = { name, calls: [], parameters: [] }
  if (typeof code !== 'string' || code.length > LONGEST) {
    return { ...nothing, faults: [fault({ kind: 'syntax', message: `A program has at most ${LONGEST} characters.` })] }
  }
  const lines = code.split('\n')
  /** @type {Fault[]} */
  const faults = []
  const report = (/** @type {string} */ kind, /** @type {Node} */ node, /** @type {string} */ message, /** @type {Fault['details']} */ details = {}) => {
    const line = node?.loc?.start.line ?? null
    faults.push(fault({ kind, message, file: `${found.name}.js`, line, source_line: line === null ? null : (lines[line - 1] ?? '').trim(), details }))
  }
  const found = { ...nothing }
  /** @type {Node} */
  let tree
  try {
    tree = parse(code, { ecmaVersion: 'latest', sourceType: 'script', locations: true })
  } catch (error) {
    const at = /** @type {any} */ (error).loc
    report('syntax', at ? { loc: { start: at } } : null, syntaxMessage(error))
    return { ...found, faults }
  }
  try {
    const main = findMain(tree, name, report)
    if (main) {
      found.name = main.name
      found.parameters = main.node.params.map((/** @type {Node} */ each) => parameterName(each, code))
    }
    topLevel(tree, code, report)
    const scopes = scopesOf(tree)
    const allowed = new Set([...GIVEN, ...LANGUAGE, ...primitives, ...skills])
    undeclared(scopes, allowed, report)
    const callable = new Set([...primitives, ...skills])
    found.calls = [...new Set(scopes.references.filter(each => callable.has(each.name) && !declaring(each.name, each.scope)).map(each => each.name))]
    notAwaited(scopes, callable, tree, report)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    report('syntax', null, 'The program is nested too deeply to be read.')
  }
  for (const each of faults) each.file = `${found.name}.js`
  faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  return { ...found, faults: faults.slice(0, MOST_FAULTS) }
}

/** @param {any} error */
function syntaxMessage (error) {
  if (error instanceof RangeError) return 'The program is nested too deeply to be read.'
  const message = String(error?.message ?? error).replace(/ \(\d+:\d+\)$/, '')
  if (/'import' and 'export'/.test(message)) return 'A program cannot import or export: everything it needs is already there by name.'
  return message
}

/**
 * The function that the runner will call.
 * @param {Node} tree @param {string} wanted @param {(kind: string, node: Node, message: string) => void} report
 * @returns {{name: string, node: Node} | null}
 */
function findMain (tree, wanted, report) {
  /** @type {{name: string, node: Node}[]} */
  const functions = []
  for (const statement of tree.body) {
    if (statement.type === 'FunctionDeclaration') functions.push({ name: statement.id.name, node: statement })
    if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) {
        if (id.type === 'Identifier' && /^(Arrow)?FunctionExpression$/.test(init?.type ?? '')) functions.push({ name: id.name, node: init })
      }
    }
  }
  const takesBot = functions.filter(({ node }) => node.async && !node.generator && boundName(node.params[0]) === 'bot')
  const named = takesBot.find(each => each.name === wanted)
  const main = named ?? (takesBot.length > 1 ? lastUncalled(takesBot, tree) : takesBot[0])
  if (!main) {
    const almost = functions.find(each => each.name === wanted) ?? functions[0]
    report('syntax', almost?.node ?? tree, takesBot.length > 1
      ? `Which is the main function? ${takesBot.map(each => each.name).join(', ')} all take bot. Name it ${wanted}.`
      : almost
        ? `${almost.name} must be async and take bot as its first parameter: async function ${almost.name}(bot) { … }`
        : `There is no main function. Write: async function ${wanted || 'doTask'}(bot) { … }`)
    return null
  }
  const needed = main.node.params.slice(1).find((/** @type {Node} */ each) => each.type !== 'AssignmentPattern' && each.type !== 'RestElement')
  if (needed) report('syntax', needed, `The runner calls ${main.name}(bot) only: give its other parameters default values.`)
  return main
}

/** Several take bot: the helpers are called by others, the main function is not. @param {{name: string, node: Node}[]} candidates @param {Node} tree */
function lastUncalled (candidates, tree) {
  const called = new Set(scopesOf(tree).references.map(each => each.name))
  const uncalled = candidates.filter(each => !called.has(each.name))
  return uncalled.length === 1 ? uncalled[0] : null
}

/** @param {Node} tree @param {string} code @param {(kind: string, node: Node, message: string) => void} report */
function topLevel (tree, code, report) {
  for (const statement of tree.body) {
    if (['FunctionDeclaration', 'ClassDeclaration', 'EmptyStatement'].includes(statement.type) || statement.directive) continue
    if (statement.type === 'VariableDeclaration' && statement.declarations.every((/** @type {Node} */ each) => harmless(each.init))) continue
    const said = code.slice(statement.start, statement.end).split('\n')[0].slice(0, 80)
    report('syntax', statement, `Only functions and constants may stand outside the functions; the runner calls the main function itself. Remove: ${said}`)
  }
}

/** Whether evaluating it does nothing to the world. @param {Node} node @returns {boolean} */
function harmless (node) {
  if (!node) return true
  switch (node.type) {
    case 'Literal': case 'Identifier': case 'FunctionExpression': case 'ArrowFunctionExpression': case 'ClassExpression': return true
    case 'TemplateLiteral': return node.expressions.every(harmless)
    case 'ArrayExpression': return node.elements.every(harmless)
    case 'ObjectExpression': return node.properties.every((/** @type {Node} */ each) => harmless(each.type === 'SpreadElement' ? each.argument : each.value))
    case 'SpreadElement': case 'UnaryExpression': return node.operator !== 'delete' && harmless(node.argument)
    case 'BinaryExpression': case 'LogicalExpression': return harmless(node.left) && harmless(node.right)
    case 'ConditionalExpression': return [node.test, node.consequent, node.alternate].every(harmless)
    case 'MemberExpression': return harmless(node.object) && (!node.computed || harmless(node.property))
    case 'NewExpression': return ['Vec3', 'Set', 'Map', 'RegExp'].includes(node.callee.name) && node.arguments.every(harmless)
    case 'CallExpression': return /^(Object|Array|Math|String|Number)\./.test(pathOf(node.callee) ?? '') && node.arguments.every(harmless)
    default: return false
  }
}

/**
 * @param {ReturnType<typeof scopesOf>} scopes @param {Set<string>} allowed
 * @param {(kind: string, node: Node, message: string, details?: Fault['details']) => void} report
 */
function undeclared ({ references, nodes }, allowed, report) {
  const seen = new Set()
  for (const { name, node, scope, parents } of references) {
    if (allowed.has(name) || seen.has(name) || declaring(name, scope)) continue
    const parent = parents.at(-1)
    if (parent?.type === 'UnaryExpression' && parent.operator === 'typeof') continue
    seen.add(name)
    const close = nearest(name, allowed)
    report('undeclared', node, `${name} is not declared and programs are not given it.${close ? ` Did you mean ${close}?` : ''}`, { name, ...(close ? { suggestion: close } : {}) })
  }
  for (const { node } of nodes) {
    if (node.type === 'ImportExpression') report('undeclared', node, 'import() is not there for programs: everything they need is already there by name.', { name: 'import' })
    if (node.type === 'WithStatement') report('syntax', node, 'with is not allowed.')
  }
}

/**
 * @param {ReturnType<typeof scopesOf>} scopes @param {Set<string>} callable @param {Node} tree
 * @param {(kind: string, node: Node, message: string, details?: Fault['details']) => void} report
 */
function notAwaited ({ references, nodes, top }, callable, tree, report) {
  const ownAsync = new Set(tree.body.flatMap((/** @type {Node} */ statement) => {
    if (statement.type === 'FunctionDeclaration' && statement.async) return [statement.id.name]
    if (statement.type !== 'VariableDeclaration') return []
    return statement.declarations.filter((/** @type {Node} */ each) => each.init?.async && each.id.type === 'Identifier').map((/** @type {Node} */ each) => each.id.name)
  }))
  /** The name of what an unawaited call would leave running, or null. @param {Node} node @param {any} scope @returns {string | null} */
  function leavesRunning (node, scope) {
    if (!node) return null
    switch (node.type) {
      case 'ChainExpression': return leavesRunning(node.expression, scope)
      case 'UnaryExpression': return leavesRunning(node.argument, scope)
      case 'LogicalExpression': return leavesRunning(node.right, scope)
      case 'ConditionalExpression': return leavesRunning(node.consequent, scope) ?? leavesRunning(node.alternate, scope)
      case 'SequenceExpression': return node.expressions.map((/** @type {Node} */ each) => leavesRunning(each, scope)).find(Boolean) ?? null
      case 'CallExpression': break
      default: return null
    }
    const { callee } = node
    if (callee.type === 'Identifier') {
      const at = declaring(callee.name, scope)
      return (at === null && callable.has(callee.name)) || (at === top && ownAsync.has(callee.name)) ? callee.name : null
    }
    if (/FunctionExpression$/.test(callee.type)) return callee.async ? 'an async function' : null
    const path = pathOf(callee)
    if (path !== null && declaring(path.split('.')[0], scope) === null) {
      if (ASYNC_MEMBERS.has(path) || GATHERING.has(path)) return path
    }
    if (path !== null && /^bot\./.test(path) && ASYNC_MEMBERS.has(path)) return path
    if (callee.type !== 'MemberExpression' || callee.computed) return null
    if (['then', 'catch', 'finally'].includes(callee.property.name)) return leavesRunning(callee.object, scope)
    if (callee.property.name === 'forEach' && node.arguments[0]?.async) return 'forEach with an async function (use for … of)'
    return null
  }
  for (const { node, scope } of nodes) {
    /** @type {Node | null} */
    let discarded = null
    if (node.type === 'ExpressionStatement') discarded = node.expression
    else if (['IfStatement', 'WhileStatement', 'DoWhileStatement', 'ConditionalExpression'].includes(node.type)) discarded = node.test
    else if (node.type === 'ForStatement') discarded = node.update
    const name = discarded && leavesRunning(discarded, scope)
    if (name) report('not_awaited', node, `${name} is called without await, so the program goes on before it is done.`, { name })
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') {
      const kept = leavesRunning(node.init, scope)
      if (kept && !references.some(each => each.name === node.id.name)) {
        report('not_awaited', node, `${kept} is called without await, and ${node.id.name} is never used.`, { name: kept })
      }
    }
  }
}

/** `a.b.c` of a member expression of plain names, or null. @param {Node} node @returns {string | null} */
function pathOf (node) {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return null
  const head = pathOf(node.object)
  return head === null ? null : `${head}.${node.property.name}`
}

/** @param {Node} node */
const boundName = node => node?.type === 'AssignmentPattern' ? node.left.name : node?.name

/** @param {Node} node @param {string} code */
const parameterName = (node, code) => boundName(node) ?? code.slice(node.start, node.end)

/** The allowed name that a typing mistake away is meant. @param {string} name @param {Set<string>} allowed */
function nearest (name, allowed) {
  let best = null
  let least = 3
  for (const other of allowed) {
    const edits = distance(name.toLowerCase(), other.toLowerCase(), least)
    if (edits < least && edits < other.length / 2) {
      best = other
      least = edits
    }
  }
  return best
}

/** Levenshtein distance, or `limit` when it is not less. @param {string} a @param {string} b @param {number} limit */
function distance (a, b, limit) {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]
}
