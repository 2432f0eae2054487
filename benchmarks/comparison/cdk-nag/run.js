// Asks the rules beside it of the templates: node run.js FOLDER, which has node_modules.
// Writes a line of JSON for each template: its name, and pass, fail or error.
const fs = require('fs');
const path = require('path');
const modules = process.argv[2];
const templates = path.join(__dirname, '..', 'templates');
const need = (name) => require(require.resolve(name, { paths: [modules] }));
const ts = need('typescript');
const { App, Stack } = need('aws-cdk-lib');
const { CfnInclude } = need('aws-cdk-lib/cloudformation-include');
const { NagMessageLevel, NagPack } = need('cdk-nag');

/** The rule of a file in TypeScript. */
function ruleOf(file) {
  const { outputText } = ts.transpileModule(fs.readFileSync(file, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 },
  });
  const module = { exports: {} };
  new Function('require', 'module', 'exports', outputText)(need, module, module.exports);
  return module.exports.default;
}

/** A pack of one rule. */
class Pack extends NagPack {
  constructor(rule) {
    super();
    this.name = 'Comparison';
    this.packName = 'Comparison';
    this.rule = rule;
  }
  checkResource(node) {
    this.applyRule({
      ruleSuffixOverride: 'Rule',
      info: 'wrong',
      explanation: 'wrong',
      level: NagMessageLevel.ERROR,
      rule: this.rule,
      node,
    });
  }
}

/** What a rule says of a template that is included in an app of its own. */
function said(rule, templateFile) {
  const app = new App();
  new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile });
  const { violations } = new Pack(rule).validateScope(app);
  if (!violations.length) return 'pass';
  return violations.some((one) => one.description.startsWith('Rule threw')) ? 'error' : 'fail';
}

for (const file of fs.readdirSync(__dirname).sort()) {
  if (!file.endsWith('.ts')) continue;
  const policy = path.basename(file, '.ts');
  const rule = ruleOf(path.join(__dirname, file));
  for (const name of fs.readdirSync(path.join(templates, policy)).sort()) {
    const answer = said(rule, path.join(templates, policy, name));
    console.log(JSON.stringify([`${policy}/${path.basename(name, '.yaml')}`, answer]));
  }
}
