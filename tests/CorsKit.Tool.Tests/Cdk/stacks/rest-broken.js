'use strict';
// REST APIs that fail for pages of other origins, each for one reason.
const { aws_apigateway: apigateway, aws_iam: iam, aws_stepfunctions: sfn } = require('aws-cdk-lib');
const { SHOP, ADMIN, handler, quoted, corsHeaders, defaultErrors, echoed, cognitoAuthorizer } = require('../parts');

const { Cors, LambdaIntegration } = apigateway;
const COGNITO = apigateway.AuthorizationType.COGNITO;

module.exports = (stack) => {
  // Nothing answers OPTIONS.
  const bare = (name, methods, options = () => undefined) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)), defaultMethodOptions: options(s) });
    for (const [path, ...verbs] of methods) {
      verbs.forEach((verb) => api.root.resourceForPath(path).addMethod(verb));
    }
  });

  bare('rest-post-without-options', [['/orders', 'POST']]);
  bare('rest-crud-without-options', [['/orders', 'GET', 'POST'], ['/orders/{id}', 'GET', 'PUT', 'DELETE']]);
  bare('rest-cognito-get-without-options', [['/orders', 'GET']], (s) => ({ authorizer: cognitoAuthorizer(s), authorizationType: COGNITO }));
  bare('rest-api-key-get-without-options', [['/orders', 'GET']], () => ({ apiKeyRequired: true }));
  bare('rest-iam-get-without-options', [['/orders', 'GET']], () => ({ authorizationType: apigateway.AuthorizationType.IAM }));

  stack('rest-lambda-not-proxied', (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s), proxy: false });
    api.root.addResource('orders').addMethod('POST');
  });

  stack('rest-cors-at-root-only', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    api.root.addCorsPreflight({ allowOrigins: [SHOP] });
    api.root.addMethod('GET');
    api.root.addResource('orders').addMethod('POST');
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-cors-on-list-not-on-item', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP] });
    list.addMethod('GET');
    list.addResource('{id}').addMethod('DELETE');
  });

  stack('rest-health-beside-cors', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP] });
    list.addMethod('POST');
    api.root.addResource('health').addMethod('GET');
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-proxy-without-options', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    const proxy = api.root.addProxy({ anyMethod: false });
    proxy.addMethod('GET');
    proxy.addMethod('POST');
  });

  stack('rest-proxy-without-root', (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    api.root.addResource('{proxy+}').addMethod('ANY', new LambdaIntegration(handler(s)));
    defaultErrors(api);
  });

  stack('rest-proxy-with-mock-at-root', (s) => {
    // The integration is the proxy's alone. The CDK adds ANY / with the API's own, which is a MOCK that nobody configured.
    const api = new apigateway.RestApi(s, 'Api');
    api.root.addProxy({ defaultIntegration: new LambdaIntegration(handler(s)) });
    defaultErrors(api);
  });

  // Somebody stands before OPTIONS.
  stack('rest-lambda-any-cognito', (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s), defaultMethodOptions: { authorizer: cognitoAuthorizer(s) } });
    defaultErrors(api);
  });

  stack('rest-any-cognito-of-three-paths', (s) => {
    const authorizer = cognitoAuthorizer(s);
    const api = new apigateway.RestApi(s, 'Api', { defaultMethodOptions: { authorizer } });
    for (const path of ['orders', 'customers', 'invoices']) {
      api.root.addResource(path).addMethod('ANY', new LambdaIntegration(handler(s, path)));
    }

    defaultErrors(api);
  });

  const anyGuarded = (name, options, errors = true) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    api.root.addResource('orders').addMethod('ANY', undefined, options(s));
    if (errors) {
      defaultErrors(api);
    }
  });

  anyGuarded('rest-any-cognito', (s) => ({ authorizer: cognitoAuthorizer(s) }));
  anyGuarded('rest-any-token', (s) => ({ authorizer: new apigateway.TokenAuthorizer(s, 'Token', { handler: handler(s, 'Authorizer') }) }));
  anyGuarded('rest-any-iam', () => ({ authorizationType: apigateway.AuthorizationType.IAM }));
  anyGuarded('rest-any-api-key', () => ({ apiKeyRequired: true }));
  anyGuarded('rest-any-cognito-errors-missing', (s) => ({ authorizer: cognitoAuthorizer(s) }), false);

  const optionsGuarded = (name, options) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)), defaultMethodOptions: options(s) });
    const list = api.root.addResource('orders');
    list.addMethod('GET');
    list.addMethod('OPTIONS');
    defaultErrors(api);
  });

  optionsGuarded('rest-options-cognito-by-default', (s) => ({ authorizer: cognitoAuthorizer(s) }));
  optionsGuarded('rest-options-request-authorizer-by-default', (s) => ({
    authorizer: new apigateway.RequestAuthorizer(s, 'Request', { handler: handler(s, 'Authorizer'), identitySources: [apigateway.IdentitySource.header('Authorization')] }),
  }));
  optionsGuarded('rest-options-api-key-by-default', () => ({ apiKeyRequired: true }));
  optionsGuarded('rest-options-iam-by-default', () => ({ authorizationType: apigateway.AuthorizationType.IAM }));

  // OPTIONS of the stack's own making.
  const ownOptions = (name, integration, methodResponses, methods = ['POST'], errors = corsHeaders(SHOP)) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    const list = api.root.addResource('orders');
    methods.forEach((method) => list.addMethod(method));
    list.addMethod('OPTIONS', integration, { methodResponses });
    defaultErrors(api, errors);
  });

  const template = { 'application/json': '{"statusCode": 200}' };
  const parameters = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`method.response.header.Access-Control-${name}`, value]));
  const all = { 'Allow-Origin': quoted(SHOP), 'Allow-Methods': quoted('GET,POST,PUT,DELETE'), 'Allow-Headers': quoted('content-type,authorization') };
  const declared = (values) => [{ statusCode: '200', responseParameters: parameters(Object.fromEntries(Object.keys(values).map((name) => [name, true]))) }];
  const mock = (values, more = {}) => new apigateway.MockIntegration({ requestTemplates: template, integrationResponses: [{ statusCode: '200', responseParameters: parameters(values) }], ...more });

  ownOptions('rest-mock-empty', new apigateway.MockIntegration());
  ownOptions('rest-mock-without-template', mock(all, { requestTemplates: undefined }), declared(all));
  ownOptions('rest-mock-status-as-text', mock(all, { requestTemplates: { 'application/json': '{"statusCode": "200"}' } }), declared(all));
  ownOptions('rest-mock-template-without-status', mock(all, { requestTemplates: { 'application/json': '{}' } }), declared(all));
  ownOptions('rest-mock-without-headers', new apigateway.MockIntegration({ requestTemplates: template, integrationResponses: [{ statusCode: '200' }] }), [{ statusCode: '200' }]);
  ownOptions('rest-mock-undeclared', mock(all));
  ownOptions('rest-mock-partly-undeclared', mock(all), declared({ 'Allow-Origin': true }));
  ownOptions('rest-mock-without-allow-headers', mock({ 'Allow-Origin': quoted(SHOP), 'Allow-Methods': quoted('GET,POST') }), declared({ 'Allow-Origin': 1, 'Allow-Methods': 1 }));
  ownOptions('rest-mock-without-allow-methods', mock({ 'Allow-Origin': quoted(SHOP), 'Allow-Headers': quoted('content-type') }), declared({ 'Allow-Origin': 1, 'Allow-Headers': 1 }), ['PUT']);
  ownOptions('rest-mock-unquoted', mock({ ...all, 'Allow-Origin': SHOP }), declared(all), ['GET', 'DELETE']);
  ownOptions('rest-mock-max-age-with-unit', mock({ ...all, 'Max-Age': quoted('1h') }), declared({ ...all, 'Max-Age': 1 }));
  ownOptions('rest-mock-credentials-capital', mock({ ...all, 'Allow-Credentials': quoted('True') }), declared({ ...all, 'Allow-Credentials': 1 }), ['POST'], corsHeaders(SHOP, true));
  ownOptions('rest-mock-quotes-inside', mock({ ...all, 'Allow-Methods': "'GET','DELETE'" }), declared(all), ['GET']);
  ownOptions('rest-mock-two-origins', mock({ ...all, 'Allow-Origin': quoted(`${SHOP},${ADMIN}`) }), declared(all));
  ownOptions('rest-mock-origins-by-prefix', mock(all, {
    integrationResponses: [{ statusCode: '200', responseParameters: parameters(all), responseTemplates: {
      'application/json': '#set($origin = $input.params().header.get("origin"))\n#if($origin.startsWith("https://shop."))\n#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end',
    } }],
  }), declared(all));
  ownOptions('rest-mock-origins-by-loose-expression', mock(all, {
    integrationResponses: [{ statusCode: '200', responseParameters: parameters(all), responseTemplates: {
      'application/json': '#set($origin = $input.params().header.get("origin"))\n#if($origin.matches("https://.*shop.example.com"))\n#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end',
    } }],
  }), declared(all));

  // What the answer of addCorsPreflight allows, and what the method needs.
  const preflight = (name, cors, methods = ['POST'], options = () => undefined, errors = {}) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP], ...cors });
    const methodOptions = options(s, api);
    methods.forEach((method) => list.addMethod(method, undefined, methodOptions));
    defaultErrors(api, errors.first ?? corsHeaders('*'), errors.second ?? errors.first ?? corsHeaders('*'));
  });

  preflight('rest-origin-with-slash', { allowOrigins: [`${SHOP}/`] });
  preflight('rest-origin-with-path', { allowOrigins: [`${SHOP}/app`] });
  preflight('rest-origin-without-scheme', { allowOrigins: ['shop.example.com'] });
  preflight('rest-origin-with-wildcard', { allowOrigins: ['https://*.example.com'] });
  preflight('rest-origin-default-port', { allowOrigins: ['https://shop.example.com:443'] });
  preflight('rest-origin-upper-case', { allowOrigins: ['https://Shop.example.com'] });
  preflight('rest-origins-in-one-text', { allowOrigins: [`${SHOP}, ${ADMIN}`] });
  preflight('rest-second-origin-with-slash', { allowOrigins: [SHOP, `${ADMIN}/`] });
  preflight('rest-star-with-credentials', { allowOrigins: Cors.ALL_ORIGINS, allowCredentials: true }, ['POST'], undefined, { first: echoed });
  preflight('rest-headers-star-with-credentials', { allowHeaders: ['*'], allowCredentials: true }, ['POST'], undefined, { first: corsHeaders(SHOP, true) });
  preflight('rest-headers-star-for-cognito', { allowOrigins: Cors.ALL_ORIGINS, allowHeaders: ['*'] }, ['GET'], (s) => ({ authorizer: cognitoAuthorizer(s) }));
  preflight('rest-headers-lack-authorization', { allowHeaders: ['Content-Type'] }, ['GET'], (s) => ({ authorizer: cognitoAuthorizer(s) }));
  preflight('rest-headers-lack-api-key', { allowHeaders: ['Content-Type', 'Authorization'] }, ['GET'], () => ({ apiKeyRequired: true }));
  preflight('rest-headers-lack-token-header', { allowHeaders: Cors.DEFAULT_HEADERS }, ['GET'], (s) => ({
    authorizer: new apigateway.TokenAuthorizer(s, 'Token', { handler: handler(s, 'Authorizer'), identitySource: apigateway.IdentitySource.header('X-Session') }),
  }));
  preflight('rest-headers-lack-content-type', { allowHeaders: ['Authorization'] }, ['POST']);
  preflight('rest-headers-lack-content-type-of-model', { allowHeaders: ['Authorization'] }, ['POST'], (s, api) => ({
    requestModels: { 'application/json': api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT } }) },
  }));
  preflight('rest-methods-lack-put', { allowMethods: ['GET', 'POST'] }, ['GET', 'PUT']);
  preflight('rest-methods-lack-delete', { allowMethods: ['OPTIONS', 'GET', 'PUT'] }, ['GET', 'DELETE']);
  preflight('rest-methods-in-lower-case', { allowMethods: ['get', 'delete'] }, ['GET', 'DELETE']);
  preflight('rest-headers-with-quotes', { allowHeaders: ["'Content-Type'", "'X-Trace'"] }, ['GET', 'DELETE']);

  stack('rest-methods-lack-delete-everywhere', (s) => {
    const api = new apigateway.RestApi(s, 'Api', {
      defaultIntegration: new LambdaIntegration(handler(s)), defaultCorsPreflightOptions: { allowOrigins: [SHOP], allowMethods: ['GET', 'POST'] },
    });
    for (const path of ['/orders', '/customers', '/invoices']) {
      api.root.resourceForPath(path).addMethod('GET');
      api.root.resourceForPath(`${path}/{id}`).addMethod('DELETE');
    }

    defaultErrors(api, corsHeaders(SHOP));
  });

  // The gateway's own errors.
  preflight('rest-errors-of-another-origin', {}, ['POST'], undefined, { first: corsHeaders(ADMIN), second: corsHeaders(SHOP) });
  preflight('rest-errors-star-beside-credentials', { allowCredentials: true }, ['POST'], undefined, { first: corsHeaders('*'), second: corsHeaders(SHOP, true) });
  preflight('rest-errors-without-credentials', { allowCredentials: true }, ['POST'], undefined, { first: corsHeaders(SHOP), second: corsHeaders(SHOP, true) });
  preflight('rest-errors-origin-with-slash', {}, ['POST'], undefined, { first: corsHeaders(`${SHOP}/`), second: corsHeaders(SHOP) });
  preflight('rest-errors-unquoted', {}, ['POST'], undefined, { first: { 'Access-Control-Allow-Origin': SHOP }, second: corsHeaders(SHOP) });
  preflight('rest-errors-two-origins', {}, ['POST'], undefined, { first: corsHeaders(`${SHOP},${ADMIN}`), second: corsHeaders(SHOP) });

  const errors = (name, add) => stack(name, (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s) });
    add(api, apigateway.ResponseType);
  });

  errors('rest-errors-4xx-only', (api, type) => api.addGatewayResponse('4xx', { type: type.DEFAULT_4XX, responseHeaders: corsHeaders('*') }));
  errors('rest-errors-without-headers', (api, type) => {
    api.addGatewayResponse('4xx', { type: type.DEFAULT_4XX, templates: { 'application/json': '{"error":$context.error.messageString}' } });
    api.addGatewayResponse('5xx', { type: type.DEFAULT_5XX, responseHeaders: corsHeaders('*') });
  });
  errors('rest-errors-all-400', (api, type) => {
    api.addGatewayResponse('4xx', { type: type.DEFAULT_4XX, statusCode: '400', responseHeaders: corsHeaders('*') });
    api.addGatewayResponse('5xx', { type: type.DEFAULT_5XX, responseHeaders: corsHeaders('*') });
  });
  errors('rest-unauthorized-without-headers', (api, type) => {
    defaultErrors(api);
    api.addGatewayResponse('401', { type: type.UNAUTHORIZED, templates: { 'application/json': '{"error":"login"}' } });
  });
  errors('rest-too-large-without-headers', (api, type) => {
    defaultErrors(api);
    api.addGatewayResponse('413', { type: type.REQUEST_TOO_LARGE, templates: { 'application/json': '{"error":"size"}' } });
  });

  // Responses that API Gateway makes.
  const custom = (name, method, integration, methodResponses) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP] });
    list.addMethod(method, integration(s), { methodResponses });
    defaultErrors(api, corsHeaders(SHOP));
  });
  const role = (s) => new iam.Role(s, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  const readable = { 'method.response.header.Access-Control-Allow-Origin': true };

  custom('rest-sqs-unreadable', 'POST', (s) => new apigateway.AwsIntegration({
    service: 'sqs', path: `${s.account}/orders`, integrationHttpMethod: 'POST', options: { credentialsRole: role(s), integrationResponses: [{ statusCode: '200' }] },
  }), [{ statusCode: '200' }]);
  custom('rest-dynamodb-unreadable', 'GET', (s) => new apigateway.AwsIntegration({
    service: 'dynamodb', action: 'Scan', options: { credentialsRole: role(s), integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': "$input.path('$.Items')" } }] },
  }), [{ statusCode: '200' }]);
  custom('rest-lambda-custom-unreadable', 'POST', (s) => new LambdaIntegration(handler(s), { proxy: false, integrationResponses: [{ statusCode: '200' }] }), [{ statusCode: '200' }]);
  custom('rest-http-custom-unreadable', 'GET', () => new apigateway.HttpIntegration('https://backend.example.net', { proxy: false, options: { integrationResponses: [{ statusCode: '200' }] } }), [{ statusCode: '200' }]);
  custom('rest-mock-get-unreadable', 'GET', () => new apigateway.MockIntegration({ requestTemplates: template, integrationResponses: [{ statusCode: '200' }] }), [{ statusCode: '200' }]);
  custom('rest-custom-error-unreadable', 'GET', () => new apigateway.HttpIntegration('https://backend.example.net', {
    proxy: false, options: { integrationResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': quoted(SHOP) } }, { statusCode: '404', selectionPattern: '404' }] },
  }), [{ statusCode: '200', responseParameters: readable }, { statusCode: '404' }]);
  custom('rest-custom-undeclared', 'GET', () => new apigateway.HttpIntegration('https://backend.example.net', {
    proxy: false, options: { integrationResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': quoted(SHOP) } }] },
  }), [{ statusCode: '200' }]);
  custom('rest-custom-other-origin', 'GET', () => new apigateway.HttpIntegration('https://backend.example.net', {
    proxy: false, options: { integrationResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': quoted(`${SHOP}/`) } }] },
  }), [{ statusCode: '200', responseParameters: readable }]);

  const machine = (s) => new sfn.StateMachine(s, 'Machine', { stateMachineType: sfn.StateMachineType.EXPRESS, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(s, 'Pass')) });
  stack('rest-step-functions', (s) => void new apigateway.StepFunctionsRestApi(s, 'Api', { stateMachine: machine(s) }));
  stack('rest-step-functions-errors', (s) => defaultErrors(new apigateway.StepFunctionsRestApi(s, 'Api', { stateMachine: machine(s) })));
  stack('rest-step-functions-cors', (s) => defaultErrors(new apigateway.StepFunctionsRestApi(s, 'Api', {
    stateMachine: machine(s), defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS },
  })));

  stack('rest-binary-all-mock', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { binaryMediaTypes: ['*/*'] });
    const images = api.root.addResource('images');
    images.addCorsPreflight({ allowOrigins: [SHOP] });
    images.addMethod('POST', new LambdaIntegration(handler(s)));
    defaultErrors(api, corsHeaders(SHOP));
  });

  const cached = (name, origins, deployOptions) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { deployOptions: { cacheClusterEnabled: true, ...deployOptions } });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: origins });
    list.addMethod('GET', new LambdaIntegration(handler(s)));
    defaultErrors(api);
  });

  cached('rest-stage-cache', [SHOP, ADMIN], { cachingEnabled: true });
  cached('rest-stage-cache-of-path', [SHOP, ADMIN], { methodOptions: { '/orders/GET': { cachingEnabled: true } } });

  stack('rest-own-deployment-before-errors', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { deploy: false, defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    api.root.addResource('orders').addMethod('POST', new LambdaIntegration(handler(s)));
    new apigateway.Stage(s, 'Stage', { deployment: new apigateway.Deployment(s, 'Deployment', { api }), stageName: 'live' });
    defaultErrors(api, corsHeaders(SHOP));
  });

  // Definitions.
  const specification = (paths, more = {}) => ({ openapi: '3.0.1', info: { title: 'orders', version: '1' }, paths, ...more });
  const integrationOf = (s, fn) => ({ 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: `arn:${s.partition}:apigateway:${s.region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations` } });
  const spec = (name, paths, more, errorsOfAll = true) => stack(name, (s) => {
    const api = new apigateway.SpecRestApi(s, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(specification(paths(integrationOf(s, handler(s))), more)) });
    if (errorsOfAll) {
      defaultErrors(api, corsHeaders(SHOP));
    }
  });

  spec('rest-spec-without-options', (integration) => ({ '/orders': { get: integration, post: integration }, '/orders/{id}': { put: integration } }), {}, false);
  spec('rest-spec-authorizer-on-options', (integration) => ({ '/orders': { get: integration, options: integration } }), {
    security: [{ jwt: [] }],
    components: { securitySchemes: { jwt: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'] } } } },
  });
  spec('rest-spec-mock-without-headers', (integration) => ({ '/orders': { put: integration, options: {
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': { type: 'mock', requestTemplates: template, responses: { default: { statusCode: '200' } } },
  } } }));
  spec('rest-spec-api-key-on-any', (integration) => ({ '/orders': { 'x-amazon-apigateway-any-method': { security: [{ key: [] }], ...integration } } }), {
    components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
  });
};
