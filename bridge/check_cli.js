/**
 * Reads programs without running them, for commands that start no world: JSON on stdin, JSON on stdout.
 *
 *     {"programs": [{"name", "code"}], "skills": [names]}
 *     {"programs": [{"name", "faults", "calls", "declares": {name: source}}]}
 *
 * `declares` holds the functions at the top of each program by name, so that a helper of one skill can be given to another
 * that calls it. Knows no world and runs nothing of what it reads.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'
import { check } from './player/check.js'

const [skillsDir = ''] = process.argv.slice(2)
const { programs, skills } = JSON.parse(readFileSync(0, 'utf8'))
const primitives = readdirSync(join(skillsDir, 'primitives')).filter(file => file.endsWith('.js')).map(file => file.slice(0, -3))

/** @param {string} code @returns {Record<string, string>} */
function declared (code) {
  try {
    const tree = parse(code, { ecmaVersion: 'latest', sourceType: 'script' })
    return Object.fromEntries(tree.body.flatMap(each => each.type === 'FunctionDeclaration' ? [[each.id.name, code.slice(each.start, each.end)]] : []))
  } catch {
    return {} // what does not parse declares nothing; check says what is wrong
  }
}

process.stdout.write(JSON.stringify({
  programs: programs.map((/** @type {{name: string, code: string}} */ program) => {
    const { name, faults, calls } = check(program, { primitives, skills })
    return { name, faults, calls, declares: faults.some(({ kind }) => kind === 'syntax') ? {} : declared(program.code) }
  })
}))
