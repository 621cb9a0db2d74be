/**
 * What a bundler may leave out: a constant of a module that is computed, such as a table of rules, is put into a function
 * that is marked as pure, so that it goes where nobody asks for it. In this house such a constant has no effect beside its
 * value; what has one is a statement.
 */
import ts from 'typescript';

const { SyntaxKind } = ts;

/** Literals and functions: bundlers see that these do nothing. */
const PLAIN = new Set([
  SyntaxKind.ArrowFunction,
  SyntaxKind.FunctionExpression,
  SyntaxKind.Identifier,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NullKeyword,
]);

/** @typedef {{ at: number, put: string }} Edit */

/**
 * @param {string} code - of a chunk
 * @returns {Edit[]} what is to be put where, in the order of the places
 */
export function pureConstants(code) {
  const file = ts.createSourceFile('chunk.js', code, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS);
  /** @type {Edit[]} */
  const edits = [];
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || isPlain(initializer) || awaits(initializer)) continue;
      edits.push({ at: initializer.getStart(file), put: '/* @__PURE__ */ (() => (' });
      edits.push({ at: initializer.getEnd(), put: '))()' });
    }
  }
  return edits;
}

/** @param {ts.Expression} node @returns {boolean} */
function isPlain(node) {
  if (PLAIN.has(node.kind)) return true;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
    return isPlain(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPlainProperty);
  if (ts.isClassExpression(node)) return isPlainClass(node);
  return false;
}

/** One that computes nothing while it is made, as the name of a member. @param {ts.ClassExpression} node */
function isPlainClass(node) {
  const parents = (node.heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression));
  return (
    parents.every(isPlain) &&
    node.members.every(
      (member) =>
        !ts.isClassStaticBlockDeclaration(member) &&
        !(member.name !== undefined && ts.isComputedPropertyName(member.name)) &&
        !(ts.isPropertyDeclaration(member) && ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static),
    )
  );
}

/** @param {ts.ObjectLiteralElementLike} property */
function isPlainProperty(property) {
  if (property.name !== undefined && ts.isComputedPropertyName(property.name)) return false;
  if (ts.isPropertyAssignment(property)) return isPlain(property.initializer);
  return !ts.isSpreadAssignment(property);
}

/** @param {ts.Node} node @returns {boolean} */
function awaits(node) {
  if (ts.isAwaitExpression(node)) return true;
  return !ts.isFunctionLike(node) && ts.forEachChild(node, (child) => awaits(child) || undefined) === true;
}
