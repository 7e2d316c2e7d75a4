'use strict';
// node exports.js FOLDER OUT: compiles FOLDER/*.ts against the types of aws-cdk-lib, puts each in a stack of the kind that its name
// ends with, and writes the template to OUT/<name>.json. Errors of the compiler go to standard error, and the exit code is 1.
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');
const { App, Stack, aws_apigateway: apigateway, aws_apigatewayv2: apigatewayv2, aws_apigatewayv2_integrations: integrations, aws_lambda: lambda } = require('aws-cdk-lib');
const { handler } = require('./parts');

const [folder, out] = process.argv.slice(2);
const files = fs.readdirSync(folder).filter((file) => file.endsWith('.ts')).sort().map((file) => path.join(folder, file));

// What "cdk init app --language typescript" writes into tsconfig.json, as far as it bears on a file; the library's own types are taken as right.
// In a function, so that the files that the compiler has read are let go before the stacks are made: that took five times as long beside them.
function compile() {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10, lib: ['lib.es2022.d.ts'],
    strict: true, noImplicitAny: true, noUnusedLocals: true, noImplicitReturns: true, skipLibCheck: true, types: [],
    paths: { 'aws-cdk-lib': [path.join(__dirname, 'modules.ts')] },
  });
  const errors = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  return ts.formatDiagnostics(errors, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => folder, getNewLine: () => '\n' });
}

const errors = compile();
if (errors) {
  console.error(errors);
  process.exit(1);
}

const kinds = {
  http: (stack, exported) => new apigatewayv2.HttpApi(stack, 'Api', {
    corsPreflight: exported.corsPreflight, defaultIntegration: new integrations.HttpLambdaIntegration('Any', handler(stack)),
  }),
  rest: (stack, exported) => {
    const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: handler(stack), defaultCorsPreflightOptions: exported.corsPreflight });
    exported.addGatewayResponses(api);
    return api;
  },
  'function-url': (stack, exported) => handler(stack).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE, cors: exported.cors }),
};

for (const file of files) {
  const name = path.basename(file, '.ts');
  const exported = require(path.join(folder, `${name}.js`));
  const stack = new Stack(new App({ analyticsReporting: false, treeMetadata: false }), 'Stack');
  const api = kinds[Object.keys(kinds).find((kind) => name.endsWith(kind))](stack, exported);
  exported.markAsApproximate?.(api);
  fs.writeFileSync(path.join(out, `${name}.json`), JSON.stringify(stack.node.root.synth().getStackByName('Stack').template));
}
