'use strict';
// node synthesize.js OUT: writes each stack of stacks/*.js to OUT/<name>, as "cdk synth" would, all in one process, and
// OUT/stacks.txt with one line each: name, a tab, the path of the template that is checked.
const fs = require('node:fs');
const path = require('node:path');
const { App, Stack, Stage } = require('aws-cdk-lib');

// What "cdk init" writes into cdk.json, and what the CDK's command line adds to the context.
const context = {
  ...require('aws-cdk-lib/recommended-feature-flags.json'),
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:bundling-stacks': [],
};

const out = path.resolve(process.argv[2]);
const lines = [];

/**
 * @param {string} name of the stack and of its row in expected.txt
 * @param {(stack: Stack, app: App) => Stack | void} build fills the stack; gives back another one where that is to be checked
 * @param {object} props of the app
 */
function stack(name, build, props = {}) {
  // Whether CloudFormation takes it is not asked: that takes as long as all the rest.
  const app = new App({ outdir: path.join(out, name), context, analyticsReporting: false, treeMetadata: false, builtinCloudFormationValidation: false, ...props });
  const own = new Stack(app, name, props.stack);
  const checked = build(own, app) ?? own;
  app.synth();
  lines.push(`${name}\t${path.join(Stage.of(checked).synth().directory, checked.templateFile)}`);
}

const folder = path.join(__dirname, 'stacks');
for (const file of fs.readdirSync(folder).sort()) {
  require(path.join(folder, file))(stack);
}

fs.writeFileSync(path.join(out, 'stacks.txt'), lines.join('\n') + '\n');
