'use strict';
// What holds the constructs: nested stacks, stages, other stacks, parameters, conditions, and resources without constructs.
const path = require('node:path');
const {
  CfnCondition, CfnDynamicReference, CfnDynamicReferenceService, CfnMapping, CfnOutput, CfnParameter, Fn, NestedStack, Stack, Stage,
  aws_apigateway: apigateway, aws_apigatewayv2: apigatewayv2, aws_apigatewayv2_integrations: integrations, aws_cloudfront: cloudfront,
  aws_cloudfront_origins: origins, aws_lambda: lambda, aws_ssm: ssm,
} = require('aws-cdk-lib');
const { SHOP, ADMIN, handler, quoted, corsHeaders, defaultErrors } = require('../parts');

const { LambdaIntegration } = apigateway;

const good = {
  allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL, cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
  originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER, viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
};

/** POST /orders with a preflight that names the origin, and errors that name it too or another one. */
function orders(scope, origin = SHOP, originOfErrors = origin) {
  const api = new apigateway.RestApi(scope, 'Api');
  const list = api.root.addResource('orders');
  list.addCorsPreflight({ allowOrigins: [origin] });
  list.addMethod('POST', new LambdaIntegration(handler(scope)));
  defaultErrors(api, corsHeaders(originOfErrors));
  return api;
}

const httpApi = (scope, allowOrigins, more = {}) => {
  const api = new apigatewayv2.HttpApi(scope, 'Api', {
    corsPreflight: { allowOrigins, allowMethods: [apigatewayv2.CorsHttpMethod.ANY], allowHeaders: ['content-type'], ...more },
  });
  api.addRoutes({ path: '/orders', methods: [apigatewayv2.HttpMethod.POST], integration: new integrations.HttpLambdaIntegration('Integration', handler(scope)) });
};

module.exports = (stack) => {
  // Nested stacks: the template of the part lies beside that of the whole.
  stack('nested-healthy', (s) => void orders(new NestedStack(s, 'Orders')));
  stack('nested-without-options', (s) => {
    const api = new apigateway.RestApi(new NestedStack(s, 'Orders'), 'Api');
    api.root.addResource('orders').addMethod('POST', new LambdaIntegration(handler(s)));
  });
  stack('nested-http-origin-with-slash', (s) => httpApi(new NestedStack(s, 'Orders'), [`${SHOP}/`]));
  stack('nested-two', (s) => {
    orders(new NestedStack(s, 'Orders'));
    httpApi(new NestedStack(s, 'Events'), ['shop.example.com']);
  });
  stack('nested-methods', (s) => {
    // The API in the whole, its methods in a part, as "split your large stack" of the CDK's guide has it.
    const api = new apigateway.RestApi(s, 'Api', { deploy: false });
    api.root.addMethod('ANY', new LambdaIntegration(handler(s)));
    defaultErrors(api);
    const part = new NestedStack(s, 'Part');
    const imported = apigateway.RestApi.fromRestApiAttributes(part, 'Api', { restApiId: api.restApiId, rootResourceId: api.restApiRootResourceId });
    const list = imported.root.addResource('orders', { defaultCorsPreflightOptions: { allowOrigins: ['*'] } });
    const method = list.addMethod('POST', new LambdaIntegration(handler(part)));
    const deployment = new apigateway.Deployment(s, 'Deployment', { api });
    deployment.node.addDependency(part);
    ['Default4xx', 'Default5xx'].forEach((id) => deployment.node.addDependency(api.node.findChild(id)));
    void new apigateway.Stage(s, 'Stage', { deployment, stageName: 'live' });
    void method;
  });
  stack('nested-api-behind-distribution', (s) => {
    const api = orders(new NestedStack(s, 'Orders'));
    void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: { origin: new origins.RestApiOrigin(api), ...good } });
  });
  stack('nested-distribution-as-it-comes', (s) => {
    const api = orders(s);
    void new cloudfront.Distribution(new NestedStack(s, 'Edge'), 'Distribution', { defaultBehavior: { origin: new origins.RestApiOrigin(api) } });
  });

  // Stages of a pipeline: the template lies in a folder of its own.
  stack('stage-healthy', (s, app) => {
    const inner = new Stack(new Stage(app, 'live'), 'Orders');
    orders(inner);
    return inner;
  });
  stack('stage-http-without-cors', (s, app) => {
    const inner = new Stack(new Stage(app, 'live', { env: { account: '123456789012', region: 'eu-west-1' } }), 'Orders');
    new apigatewayv2.HttpApi(inner, 'Api').addRoutes({
      path: '/orders', methods: [apigatewayv2.HttpMethod.PUT], integration: new integrations.HttpLambdaIntegration('Integration', handler(inner)),
    });
    return inner;
  });

  // Several stacks.
  stack('cross-function-of-another-stack', (s, app) => {
    const functions = new Stack(app, 'functions');
    defaultErrors(new apigateway.LambdaRestApi(s, 'Api', { handler: handler(functions) }));
  });
  stack('cross-methods-of-another-api', (s, app) => {
    const api = orders(new Stack(app, 'base'));
    const imported = apigateway.RestApi.fromRestApiAttributes(s, 'Imported', { restApiId: api.restApiId, rootResourceId: api.restApiRootResourceId });
    const customers = imported.root.addResource('customers');
    customers.addCorsPreflight({ allowOrigins: [SHOP] });
    customers.addMethod('PUT', new LambdaIntegration(handler(s)));
  });
  stack('cross-methods-without-options', (s, app) => {
    const api = orders(new Stack(app, 'base'));
    const imported = apigateway.RestApi.fromRestApiAttributes(s, 'Imported', { restApiId: api.restApiId, rootResourceId: api.restApiRootResourceId });
    imported.root.addResource('customers').addMethod('PUT', new LambdaIntegration(handler(s)));
  });
  stack('cross-methods-of-an-api-by-name', (s) => {
    const imported = apigateway.RestApi.fromRestApiAttributes(s, 'Imported', { restApiId: Fn.importValue('api-id'), rootResourceId: Fn.importValue('api-root') });
    const customers = imported.root.addResource('customers');
    customers.addMethod('ANY', new LambdaIntegration(handler(s)), { authorizationType: apigateway.AuthorizationType.IAM });
  });
  stack('cross-distribution', (s, app) => {
    const api = orders(new Stack(app, 'base'));
    void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: { origin: new origins.RestApiOrigin(api), ...good } });
  });
  stack('cross-distribution-host-sent-on', (s, app) => {
    const api = orders(new Stack(app, 'base'));
    void new cloudfront.Distribution(s, 'Distribution', {
      defaultBehavior: { origin: new origins.RestApiOrigin(api), ...good, originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER },
    });
  });
  stack('cross-distribution-of-url', (s, app) => {
    const url = handler(new Stack(app, 'base')).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: { origin: new origins.FunctionUrlOrigin(url), ...good, allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD } });
  });
  stack('cross-authorizer', (s, app) => {
    const { aws_cognito: cognito } = require('aws-cdk-lib');
    const users = new cognito.UserPool(new Stack(app, 'base'), 'Users');
    const api = new apigateway.RestApi(s, 'Api', { defaultMethodOptions: { authorizer: new apigateway.CognitoUserPoolsAuthorizer(s, 'Cognito', { cognitoUserPools: [users] }) } });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP], allowHeaders: ['content-type'] });
    list.addMethod('GET', new LambdaIntegration(handler(s)));
    defaultErrors(api, corsHeaders(SHOP));
  });

  // Values that come later, or from elsewhere in the template.
  stack('value-parameter', (s) => httpApi(s, [new CfnParameter(s, 'Origin', { default: SHOP }).valueAsString]));
  stack('value-parameter-with-slash', (s) => httpApi(s, [new CfnParameter(s, 'Origin', { default: `${SHOP}/` }).valueAsString]));
  stack('value-parameter-without-default', (s) => httpApi(s, [new CfnParameter(s, 'Origin').valueAsString]));
  stack('value-parameter-list', (s) => httpApi(s, new CfnParameter(s, 'Origins', { type: 'CommaDelimitedList', default: `${SHOP},${ADMIN}` }).valueAsList));
  stack('value-parameter-of-rest', (s) => void orders(s, new CfnParameter(s, 'Origin', { default: SHOP }).valueAsString));
  stack('value-parameter-of-rest-without-scheme', (s) => void orders(s, new CfnParameter(s, 'Origin', { default: 'shop.example.com' }).valueAsString, '*'));
  stack('value-mapping', (s) => {
    const mapping = new CfnMapping(s, 'Origins', { mapping: { live: { shop: SHOP }, test: { shop: 'https://test.example.com' } } });
    httpApi(s, [mapping.findInMap(new CfnParameter(s, 'Env', { default: 'live', allowedValues: ['live', 'test'] }).valueAsString, 'shop')]);
  });
  stack('value-of-ssm', (s) => httpApi(s, [ssm.StringParameter.valueForStringParameter(s, '/orders/origin')]));
  stack('value-imported', (s) => httpApi(s, [Fn.importValue('shop-origin')]));
  stack('value-of-distribution', (s) => {
    const { aws_s3: s3 } = require('aws-cdk-lib');
    const pages = new cloudfront.Distribution(s, 'Pages', { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(s, 'Bucket')) } });
    httpApi(s, [`https://${pages.distributionDomainName}`]);
  });
  stack('value-condition-of-errors', (s) => {
    const live = new CfnCondition(s, 'IsLive', { expression: Fn.conditionEquals(new CfnParameter(s, 'Env', { default: 'test' }).valueAsString, 'live') });
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s) });
    defaultErrors(api);
    ['Default4xx', 'Default5xx'].forEach((id) => { api.node.findChild(id).node.defaultChild.cfnOptions.condition = live; });
  });
  stack('value-condition-of-origin', (s) => {
    const live = new CfnCondition(s, 'IsLive', { expression: Fn.conditionEquals(new CfnParameter(s, 'Env', { default: 'test' }).valueAsString, 'live') });
    httpApi(s, [Fn.conditionIf(live.logicalId, SHOP, 'http://localhost:5173/').toString()]);
  });
  stack('value-outputs-and-description', (s) => {
    const api = orders(s);
    void new CfnOutput(s, 'Url', { value: api.urlForPath('/orders'), exportName: 'orders-url' });
  }, { stack: { description: 'orders', terminationProtection: true, tags: { team: 'shop' }, env: { account: '123456789012', region: 'eu-west-1' } } });

  stack('value-joined', (s) => httpApi(s, [Fn.join('', ['https://', Fn.join('.', ['shop', new CfnParameter(s, 'Domain', { default: 'example.com' }).valueAsString])])]));
  stack('value-joined-with-slash', (s) => httpApi(s, [Fn.join('', ['https://', new CfnParameter(s, 'Domain', { default: 'shop.example.com/' }).valueAsString])]));
  stack('value-split', (s) => httpApi(s, Fn.split(',', new CfnParameter(s, 'Origins', { default: `${SHOP},shop.example.com` }).valueAsString)));
  stack('value-selected', (s) => httpApi(s, [Fn.select(1, [SHOP, `${SHOP}/`])]));
  stack('value-substituted', (s) => httpApi(s, [Fn.sub('https://${Host}', { Host: new CfnParameter(s, 'Host', { default: 'shop.example.com' }).valueAsString })]));
  stack('value-by-region', (s) => {
    const mapping = new CfnMapping(s, 'Hosts', { mapping: { 'eu-west-1': { origin: SHOP }, 'us-east-1': { origin: ADMIN } } });
    httpApi(s, [mapping.findInMap(s.region, 'origin')]);
  });
  stack('value-of-dynamic-reference', (s) => httpApi(s, [new CfnDynamicReference(CfnDynamicReferenceService.SSM, '/orders/origin').toString()]));
  stack('value-of-dynamic-reference-of-rest', (s) => void orders(s, new CfnDynamicReference(CfnDynamicReferenceService.SSM, '/orders/origin').toString(), '*'));
  stack('value-of-ssm-of-rest', (s) => void orders(s, ssm.StringParameter.valueForStringParameter(s, '/orders/origin'), '*'));
  stack('value-of-stage-variable', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { deployOptions: { variables: { origin: SHOP } } });
    const list = api.root.addResource('orders');
    list.addMethod('POST', new LambdaIntegration(handler(s)));
    const headers = { 'method.response.header.Access-Control-Allow-Origin': 'stageVariables.origin', 'method.response.header.Access-Control-Allow-Headers': quoted('content-type') };
    list.addMethod('OPTIONS', new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: [{ statusCode: '200', responseParameters: headers }],
    }), { methodResponses: [{ statusCode: '200', responseParameters: Object.fromEntries(Object.keys(headers).map((key) => [key, true])) }] });
    defaultErrors(api);
  });
  stack('value-condition-of-cors', (s) => {
    const test = new CfnCondition(s, 'IsTest', { expression: Fn.conditionEquals(new CfnParameter(s, 'Env', { default: 'test' }).valueAsString, 'test') });
    const api = new apigatewayv2.HttpApi(s, 'Api');
    api.addRoutes({ path: '/orders', methods: [apigatewayv2.HttpMethod.POST], integration: new integrations.HttpLambdaIntegration('Integration', handler(s)) });
    api.node.defaultChild.addPropertyOverride('CorsConfiguration', Fn.conditionIf(test.logicalId,
      { AllowOrigins: [SHOP], AllowMethods: ['POST'], AllowHeaders: ['content-type'] }, { Ref: 'AWS::NoValue' }));
  });
  stack('value-condition-of-options', (s) => {
    const test = new CfnCondition(s, 'IsTest', { expression: Fn.conditionEquals(new CfnParameter(s, 'Env', { default: 'test' }).valueAsString, 'test') });
    const api = orders(s);
    api.root.getResource('orders').node.findChild('OPTIONS').node.defaultChild.cfnOptions.condition = test;
  });
  stack('value-eight-conditions', (s) => {
    const env = new CfnParameter(s, 'Env', { default: 'test' }).valueAsString;
    const api = orders(s);
    for (let i = 0; i < 8; i++) {
      handler(s, `Job${i}`).node.defaultChild.cfnOptions.condition = new CfnCondition(s, `Has${i}`, { expression: Fn.conditionEquals(env, `env${i}`) });
    }

    void api;
  });

  // Definitions that lie beside the template, as assets.
  const definition = (name, file, errors = true) => stack(name, (s) => {
    const api = new apigateway.SpecRestApi(s, 'Api', { apiDefinition: apigateway.ApiDefinition.fromAsset(path.join(__dirname, '..', 'definitions', file)) });
    if (errors) {
      defaultErrors(api, corsHeaders(SHOP));
    }
  });
  definition('asset-definition', 'orders.json');
  definition('asset-definition-without-options', 'orders-without-options.json', false);
  stack('asset-edge-function', (s) => {
    const api = orders(s, '*');
    void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: {
      origin: new origins.RestApiOrigin(api), ...good, cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      edgeLambdas: [{ eventType: cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE, functionVersion: new lambda.Function(s, 'Edge', {
        runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(path.join(__dirname, '..', 'definitions')),
      }).currentVersion }],
    } });
  });

  // Policies of elsewhere.
  const policies = (name, more) => stack(name, (s) => void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: { origin: new origins.RestApiOrigin(orders(s)), ...good, ...more(s) } }));
  policies('policy-of-cache-elsewhere', (s) => ({ cachePolicy: cloudfront.CachePolicy.fromCachePolicyId(s, 'Cache', '00000000-1111-4222-8333-444444444444') }));
  policies('policy-of-headers-elsewhere', (s) => ({ responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.fromResponseHeadersPolicyId(s, 'Headers', '00000000-1111-4222-8333-444444444444') }));
  policies('policy-of-requests-by-parameter', (s) => ({
    originRequestPolicy: cloudfront.OriginRequestPolicy.fromOriginRequestPolicyId(s, 'Requests', new CfnParameter(s, 'Policy', { default: '216adef6-5c7f-47e4-b989-5492eafa07d3' }).valueAsString),
  }));

  // Resources without constructs.
  const plain = (name, { options = true, deploymentId = 'Deployment20260401', waits = true, errors = true, method = 'POST', authorizationType = 'NONE', any } = {}) => stack(name, (s) => {
    const api = new apigateway.CfnRestApi(s, 'Api', { name: 'orders' });
    const resource = new apigateway.CfnResource(s, 'Orders', { restApiId: api.ref, parentId: api.attrRootResourceId, pathPart: 'orders' });
    const parts = [];
    const add = (id, httpMethod, integration, more = {}) => parts.push(new apigateway.CfnMethod(s, id, { restApiId: api.ref, resourceId: resource.ref, httpMethod, authorizationType, integration, ...more }));
    const fn = handler(s);
    add('Method', any ? 'ANY' : method, { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: Fn.sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Arn}/invocations', { Arn: fn.functionArn }) });
    const headers = { 'Allow-Origin': quoted(SHOP), 'Allow-Methods': quoted('POST'), 'Allow-Headers': quoted('content-type') };
    const keys = (value) => Object.fromEntries(Object.entries(headers).map(([key, own]) => [`method.response.header.Access-Control-${key}`, value ?? own]));
    if (options && !any) {
      add('Options', 'OPTIONS', { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 204}' }, integrationResponses: [{ statusCode: '204', responseParameters: keys() }] },
        { authorizationType: 'NONE', methodResponses: [{ statusCode: '204', responseParameters: keys(true) }] });
    }

    for (const type of errors ? ['DEFAULT_4XX', 'DEFAULT_5XX'] : []) {
      parts.push(new apigateway.CfnGatewayResponse(s, type.replace('_', ''), { restApiId: api.ref, responseType: type, responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': quoted(SHOP) } }));
    }

    const deployment = new apigateway.CfnDeployment(s, deploymentId, { restApiId: api.ref });
    parts.filter((part, i) => waits || i === 0).forEach((part) => deployment.addDependency(part));
    void new apigateway.CfnStage(s, 'Stage', { restApiId: api.ref, deploymentId: deployment.ref, stageName: 'live' });
  });

  plain('l1-healthy');
  plain('l1-any', { any: true });
  plain('l1-without-options', { options: false, errors: false });
  plain('l1-any-guarded', { any: true, authorizationType: 'AWS_IAM' });
  plain('l1-deployment-of-fixed-name', { deploymentId: 'Deployment' });
  plain('l1-deployment-too-early', { waits: false });

  stack('l1-overridden', (s) => {
    // An escape hatch: what a construct does not let one say.
    const api = orders(s);
    api.root.getResource('orders').node.findChild('OPTIONS').node.defaultChild.addPropertyOverride('AuthorizationType', 'AWS_IAM');
  });
};
