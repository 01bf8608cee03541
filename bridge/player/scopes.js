/**
 * Which name in a program refers to what: declarations, references, and the calls between them.
 *
 * Knows ESTree and JavaScript's scoping. Does not know the game, nor which names are allowed. Order within a scope is
 * not followed (a use before `let` is the engine's to report).
 */

/** @typedef {any} Node  an ESTree node of acorn's, with `loc` */
/** @typedef {{names: Set<string>, parent: Scope | null, function: boolean}} Scope */
/** @typedef {{name: string, node: Node, scope: Scope, parents: Node[]}} Reference */

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/**
 * @param {Node} program
 * @returns {{references: Reference[], top: Scope, nodes: {node: Node, scope: Scope, parents: Node[]}[]}}
 *   every reference to a name, and every node with the scope it stands in
 */
export function scopesOf (program) {
  /** @type {Reference[]} */
  const references = []
  /** @type {{node: Node, scope: Scope, parents: Node[]}[]} */
  const nodes = []
  const top = scopeOf(null, true)
  hoist(program.body, top, true)

  /** @param {Node} node @param {Scope} scope @param {Node[]} parents */
  function visit (node, scope, parents) {
    if (!node || typeof node.type !== 'string') return
    nodes.push({ node, scope, parents })
    const inside = [...parents, node]
    const each = (/** @type {any} */ child, within = scope) => {
      if (Array.isArray(child)) for (const one of child) visit(one, within, inside)
      else visit(child, within, inside)
    }
    if (FUNCTIONS.has(node.type)) {
      const own = scopeOf(scope, true)
      if (node.type === 'FunctionExpression' && node.id) own.names.add(node.id.name)
      if (node.type !== 'ArrowFunctionExpression') own.names.add('arguments')
      for (const parameter of node.params) for (const name of boundNames(parameter)) own.names.add(name)
      for (const parameter of node.params) pattern(parameter, own, inside)
      if (node.body.type === 'BlockStatement') {
        hoist(node.body.body, own, true)
        each(node.body.body, own)
      } else {
        each(node.body, own)
      }
      return
    }
    switch (node.type) {
      case 'Identifier':
        references.push({ name: node.name, node, scope, parents })
        return
      case 'MemberExpression':
        each(node.object)
        if (node.computed) each(node.property)
        return
      case 'Property':
        if (node.computed) each(node.key)
        each(node.value)
        return
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) each(node.key)
        each(node.value)
        return
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const own = scopeOf(scope, false)
        if (node.id) own.names.add(node.id.name)
        each(node.superClass)
        each(node.body.body, own)
        return
      }
      case 'StaticBlock':
      case 'BlockStatement': {
        const own = scopeOf(scope, node.type === 'StaticBlock')
        hoist(node.body, own, node.type === 'StaticBlock')
        each(node.body, own)
        return
      }
      case 'SwitchStatement': {
        each(node.discriminant)
        const own = scopeOf(scope, false)
        hoist(node.cases.flatMap((/** @type {Node} */ one) => one.consequent), own, false)
        for (const one of node.cases) {
          each(one.test, own)
          each(one.consequent, own)
        }
        return
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const own = scopeOf(scope, false)
        const head = node.init ?? node.left
        if (head?.type === 'VariableDeclaration' && head.kind !== 'var') hoist([head], own, false)
        for (const part of [node.init, node.left, node.test, node.update, node.right, node.body]) each(part, own)
        return
      }
      case 'CatchClause': {
        const own = scopeOf(scope, false)
        if (node.param) {
          for (const name of boundNames(node.param)) own.names.add(name)
          pattern(node.param, own, inside)
        }
        each(node.body, own)
        return
      }
      case 'VariableDeclarator':
        pattern(node.id, scope, inside)
        each(node.init)
        return
      case 'LabeledStatement':
        each(node.body)
        return
      case 'BreakStatement':
      case 'ContinueStatement':
        return
      case 'MetaProperty':
        return
      default:
        for (const key of Object.keys(node)) {
          if (key === 'type' || key === 'loc' || key === 'start' || key === 'end') continue
          const child = node[key]
          if (child && typeof child === 'object') each(child)
        }
    }
  }

  /** Defaults and computed keys inside a pattern; its names are declarations. @param {Node} node @param {Scope} scope @param {Node[]} parents */
  function pattern (node, scope, parents) {
    if (!node) return
    switch (node.type) {
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (property.type === 'RestElement') pattern(property.argument, scope, parents)
          else {
            if (property.computed) visit(property.key, scope, parents)
            pattern(property.value, scope, parents)
          }
        }
        return
      case 'ArrayPattern':
        for (const element of node.elements) pattern(element, scope, parents)
        return
      case 'AssignmentPattern':
        pattern(node.left, scope, parents)
        visit(node.right, scope, parents)
        return
      case 'RestElement':
        pattern(node.argument, scope, parents)
    }
  }

  for (const statement of program.body) visit(statement, top, [program])
  return { references, top, nodes }
}

/** Where a name is declared, or null. @param {string} name @param {Scope | null} scope @returns {Scope | null} */
export function declaring (name, scope) {
  for (let at = scope; at; at = at.parent) if (at.names.has(name)) return at
  return null
}

/** @param {Scope | null} parent @param {boolean} isFunction @returns {Scope} */
const scopeOf = (parent, isFunction) => ({ names: new Set(), parent, function: isFunction })

/**
 * Declares what statements declare in `scope`; `var` from inner blocks too when the scope is a function's.
 * @param {Node[]} statements @param {Scope} scope @param {boolean} withVars
 */
function hoist (statements, scope, withVars) {
  for (const statement of statements) {
    if (!statement) continue
    if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') scope.names.add(statement.id.name)
    else if (statement.type === 'VariableDeclaration' && statement.kind !== 'var') declare(statement, scope)
    if (withVars) vars(statement, scope)
  }
}

/** @param {Node} node @param {Scope} scope */
function vars (node, scope) {
  if (!node || typeof node.type !== 'string') return
  if (node.type === 'FunctionDeclaration') scope.names.add(node.id.name) // seen outside its block too, as in all old code
  if (FUNCTIONS.has(node.type) || node.type.startsWith('Class')) return
  if (node.type === 'VariableDeclaration' && node.kind === 'var') declare(node, scope)
  // expressions declare nothing
  for (const key of ['body', 'consequent', 'alternate', 'block', 'handler', 'finalizer', 'init', 'left', 'cases']) {
    const child = node[key]
    if (Array.isArray(child)) for (const one of child) vars(one, scope)
    else if (child && typeof child === 'object') vars(child, scope)
  }
}

/** @param {Node} declaration @param {Scope} scope */
function declare (declaration, scope) {
  for (const { id } of declaration.declarations) for (const name of boundNames(id)) scope.names.add(name)
}

/** Names that a pattern binds. @param {Node} node @returns {string[]} */
export function boundNames (node) {
  if (!node) return []
  switch (node.type) {
    case 'Identifier': return [node.name]
    case 'ObjectPattern': return node.properties.flatMap((/** @type {Node} */ each) => boundNames(each.type === 'RestElement' ? each.argument : each.value))
    case 'ArrayPattern': return node.elements.flatMap(boundNames)
    case 'AssignmentPattern': return boundNames(node.left)
    case 'RestElement': return boundNames(node.argument)
    default: return []
  }
}
