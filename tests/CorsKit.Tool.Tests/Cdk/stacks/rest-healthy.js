'use strict';
// REST APIs that work for pages of other origins.
const { Duration, aws_apigateway: apigateway, aws_certificatemanager: acm, aws_iam: iam, aws_lambda: lambda } = require('aws-cdk-lib');
const { SHOP, ADMIN, handler, quoted, corsHeaders, defaultErrors, echoed, cognitoAuthorizer } = require('../parts');

const { Cors, LambdaIntegration } = apigateway;

module.exports = (stack) => {
  stack('rest-lambda-any', (s) => void new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s) }));

  stack('rest-lambda-any-errors', (s) => defaultErrors(new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s) })));

  stack('rest-lambda-any-cors', (s) => defaultErrors(new apigateway.LambdaRestApi(s, 'Api', {
    handler: handler(s), defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS },
  })));

  stack('rest-lambda-any-cors-errors-missing', (s) => void new apigateway.LambdaRestApi(s, 'Api', {
    handler: handler(s), defaultCorsPreflightOptions: { allowOrigins: [SHOP] },
  }));

  // One API with /orders and /orders/{id}, and the CORS options under test.
  const orders = (name, cors, errors, methods = ['GET', 'POST', 'PUT', 'DELETE']) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultCorsPreflightOptions: cors, defaultIntegration: new LambdaIntegration(handler(s)) });
    const list = api.root.addResource('orders');
    const one = list.addResource('{id}');
    for (const method of methods) {
      (method === 'PUT' || method === 'DELETE' ? one : list).addMethod(method);
    }

    defaultErrors(api, ...errors);
  });

  orders('rest-cors-any-origin', { allowOrigins: Cors.ALL_ORIGINS }, []);
  orders('rest-cors-one-origin', { allowOrigins: [SHOP] }, [corsHeaders(SHOP)]);
  orders('rest-cors-one-origin-errors-for-all', { allowOrigins: [SHOP] }, []);
  orders('rest-cors-two-origins', { allowOrigins: [SHOP, ADMIN] }, []);
  orders('rest-cors-three-origins', { allowOrigins: [SHOP, ADMIN, 'http://localhost:5173'] }, []);
  orders('rest-cors-two-origins-credentials', { allowOrigins: [SHOP, ADMIN], allowCredentials: true }, [echoed]);
  orders('rest-cors-credentials', { allowOrigins: [SHOP], allowCredentials: true }, [corsHeaders(SHOP, true)]);
  orders('rest-cors-max-age', { allowOrigins: [SHOP], maxAge: Duration.hours(2) }, [corsHeaders(SHOP)]);
  orders('rest-cors-cache-disabled', { allowOrigins: [SHOP], disableCache: true }, [corsHeaders(SHOP)]);
  orders('rest-cors-status-200', { allowOrigins: [SHOP], statusCode: 200 }, [corsHeaders(SHOP)]);
  orders('rest-cors-expose-headers', { allowOrigins: [SHOP], exposeHeaders: ['ETag', 'X-Request-Id'] }, [corsHeaders(SHOP)]);
  orders('rest-cors-own-headers', { allowOrigins: [SHOP], allowHeaders: ['Content-Type', 'Authorization', 'X-Request-Id'] }, [corsHeaders(SHOP)]);
  orders('rest-cors-default-headers-and-more', { allowOrigins: [SHOP], allowHeaders: [...Cors.DEFAULT_HEADERS, 'traceparent'] }, [corsHeaders(SHOP)]);
  orders('rest-cors-methods-that-exist', { allowOrigins: [SHOP], allowMethods: ['GET', 'POST'] }, [corsHeaders(SHOP)], ['GET', 'POST']);
  orders('rest-cors-any-methods', { allowOrigins: [SHOP], allowMethods: ['ANY'] }, [corsHeaders(SHOP)]);
  orders('rest-cors-safelisted-methods-unlisted', { allowOrigins: [SHOP], allowMethods: ['PUT', 'DELETE'] }, [corsHeaders(SHOP)]);
  orders('rest-cors-localhost', { allowOrigins: ['http://localhost:3000'] }, [corsHeaders('http://localhost:3000')]);
  orders('rest-cors-headers-star', { allowOrigins: Cors.ALL_ORIGINS, allowHeaders: ['*'] }, []);

  stack('rest-cors-analytics', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    api.root.addResource('orders').addMethod('POST', new LambdaIntegration(handler(s)));
    defaultErrors(api, corsHeaders(SHOP));
  }, { analyticsReporting: true });

  stack('rest-add-cors-preflight', (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    const items = api.root.addResource('items');
    items.addMethod('POST', new LambdaIntegration(handler(s)));
    items.addCorsPreflight({ allowOrigins: [SHOP] });
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-resource-cors', (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    const items = api.root.addResource('items', { defaultCorsPreflightOptions: { allowOrigins: [SHOP] }, defaultIntegration: new LambdaIntegration(handler(s)) });
    items.addMethod('GET');
    items.addResource('{id}').addMethod('DELETE');
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-resource-for-path', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    api.root.resourceForPath('/v1/orders/{id}/lines').addMethod('PATCH', new LambdaIntegration(handler(s)));
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-add-proxy', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    api.root.addProxy();
    defaultErrors(api);
  });

  stack('rest-add-proxy-under-path', (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    const v1 = api.root.addResource('v1');
    v1.addMethod('ANY', new LambdaIntegration(handler(s)));
    v1.addProxy({ defaultIntegration: new LambdaIntegration(handler(s, 'Other')) });
    defaultErrors(api);
  });

  stack('rest-proxy-single-methods', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    const proxy = api.root.addProxy({ anyMethod: false, defaultIntegration: new LambdaIntegration(handler(s)) });
    proxy.addMethod('GET');
    proxy.addMethod('POST');
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-greedy-options', (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    const lambdaIntegration = new LambdaIntegration(handler(s));
    const list = api.root.addResource('orders');
    list.addMethod('GET', lambdaIntegration);
    list.addMethod('POST', lambdaIntegration);
    api.root.addProxy({ anyMethod: false }).addMethod('OPTIONS', lambdaIntegration);
    defaultErrors(api);
  });

  stack('rest-get-beside-any-proxy', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    api.root.addProxy();
    api.root.addResource('reports').addMethod('POST', new LambdaIntegration(handler(s, 'Reports')));
    defaultErrors(api);
  });

  stack('rest-any-per-path', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    const list = api.root.addResource('orders');
    list.addMethod('ANY');
    list.addResource('{id}').addMethod('ANY');
    defaultErrors(api);
  });

  stack('rest-options-to-function', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    const list = api.root.addResource('orders');
    list.addMethod('PUT');
    list.addMethod('OPTIONS');
    defaultErrors(api);
  });

  // Methods that somebody guards, and preflights that nobody does.
  const guarded = (name, options, cors = { allowOrigins: Cors.ALL_ORIGINS }) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultCorsPreflightOptions: cors, defaultMethodOptions: options(s) });
    const list = api.root.addResource('orders');
    list.addMethod('GET', new LambdaIntegration(handler(s)));
    list.addMethod('POST', new LambdaIntegration(handler(s, 'Post')));
    defaultErrors(api);
  });

  guarded('rest-cognito-default', (s) => ({ authorizer: cognitoAuthorizer(s), authorizationType: apigateway.AuthorizationType.COGNITO }));
  guarded('rest-token-authorizer-default', (s) => ({ authorizer: new apigateway.TokenAuthorizer(s, 'Token', { handler: handler(s, 'Authorizer') }) }));
  guarded('rest-request-authorizer-default', (s) => ({
    authorizer: new apigateway.RequestAuthorizer(s, 'Request', { handler: handler(s, 'Authorizer'), identitySources: [apigateway.IdentitySource.header('Authorization')] }),
  }));
  guarded('rest-request-authorizer-query', (s) => ({
    authorizer: new apigateway.RequestAuthorizer(s, 'Request', { handler: handler(s, 'Authorizer'), identitySources: [apigateway.IdentitySource.queryString('token')] }),
  }));
  guarded('rest-request-authorizer-own-header', (s) => ({
    authorizer: new apigateway.RequestAuthorizer(s, 'Request', { handler: handler(s, 'Authorizer'), identitySources: [apigateway.IdentitySource.header('X-Session')] }),
  }), { allowOrigins: Cors.ALL_ORIGINS, allowHeaders: ['Content-Type', 'X-Session'] });
  guarded('rest-iam-default', () => ({ authorizationType: apigateway.AuthorizationType.IAM }));
  guarded('rest-api-key-default', () => ({ apiKeyRequired: true }));

  stack('rest-cognito-per-method', (s) => {
    const authorizer = cognitoAuthorizer(s);
    const api = new apigateway.RestApi(s, 'Api');
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP], allowHeaders: ['Authorization', 'Content-Type'] });
    list.addMethod('POST', new LambdaIntegration(handler(s)), { authorizer, authorizationType: apigateway.AuthorizationType.COGNITO });
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-usage-plan', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    api.root.addResource('orders').addMethod('GET', new LambdaIntegration(handler(s)), { apiKeyRequired: true });
    const plan = api.addUsagePlan('Plan', { throttle: { rateLimit: 10, burstLimit: 2 } });
    plan.addApiKey(api.addApiKey('Key'));
    plan.addApiStage({ stage: api.deploymentStage });
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-any-authorized-options-open', (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', {
      handler: handler(s), defaultMethodOptions: { authorizer: cognitoAuthorizer(s) }, defaultCorsPreflightOptions: { allowOrigins: [SHOP] },
    });
    defaultErrors(api, corsHeaders(SHOP));
  });

  // Integrations whose responses API Gateway makes.
  const readable = [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } }];
  const mapped = (origin, statusCode = '200', more = {}) => ({
    statusCode, responseParameters: { 'method.response.header.Access-Control-Allow-Origin': quoted(origin) }, ...more,
  });
  const custom = (name, method, integration, methodResponses = readable) => stack(name, (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP] });
    list.addMethod(method, integration(s), { methodResponses });
    defaultErrors(api, corsHeaders(SHOP));
  });

  custom('rest-http-proxy', 'POST', () => new apigateway.HttpIntegration('https://backend.example.net/orders', { httpMethod: 'POST' }), []);
  custom('rest-http-custom', 'GET', () => new apigateway.HttpIntegration('https://backend.example.net/orders', { proxy: false, options: { integrationResponses: [mapped(SHOP)] } }));
  custom('rest-sqs', 'POST', (s) => new apigateway.AwsIntegration({
    service: 'sqs', path: `${s.account}/orders`, integrationHttpMethod: 'POST',
    options: {
      credentialsRole: new iam.Role(s, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') }),
      requestParameters: { 'integration.request.header.Content-Type': quoted('application/x-www-form-urlencoded') },
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$input.body' },
      integrationResponses: [mapped(SHOP), mapped(SHOP, '400', { selectionPattern: '4\\d{2}' })],
    },
  }), [...readable, { ...readable[0], statusCode: '400' }]);
  custom('rest-dynamodb-get', 'GET', (s) => new apigateway.AwsIntegration({
    service: 'dynamodb', action: 'GetItem',
    options: {
      credentialsRole: new iam.Role(s, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') }),
      requestTemplates: { 'application/json': '{"TableName": "orders", "Key": {"id": {"S": "1"}}}' },
      integrationResponses: [mapped(SHOP)],
    },
  }));
  custom('rest-lambda-custom', 'POST', (s) => new LambdaIntegration(handler(s), { proxy: false, integrationResponses: [mapped(SHOP)] }));
  custom('rest-mock-get', 'GET', () => new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: [mapped(SHOP)],
  }));
  custom('rest-vpc-proxy', 'ANY', () => new apigateway.Integration({
    type: apigateway.IntegrationType.HTTP_PROXY, integrationHttpMethod: 'ANY', uri: 'https://internal.example.net/orders',
  }), []);

  stack('rest-own-mock-options', (s) => {
    const api = new apigateway.RestApi(s, 'Api');
    const list = api.root.addResource('orders');
    list.addMethod('POST', new LambdaIntegration(handler(s)));
    const names = ['Allow-Origin', 'Allow-Methods', 'Allow-Headers'].map((name) => `method.response.header.Access-Control-${name}`);
    list.addMethod('OPTIONS', new apigateway.MockIntegration({
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      integrationResponses: [{ statusCode: '200', responseParameters: { [names[0]]: quoted(SHOP), [names[1]]: quoted('OPTIONS,POST'), [names[2]]: quoted('content-type') } }],
    }), { methodResponses: [{ statusCode: '200', responseParameters: Object.fromEntries(names.map((name) => [name, true])) }] });
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-request-model', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    const model = api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT }, contentType: 'application/json' });
    api.root.addResource('orders').addMethod('POST', new LambdaIntegration(handler(s)), {
      requestModels: { 'application/json': model }, requestValidatorOptions: { validateRequestBody: true },
    });
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-binary-images', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { binaryMediaTypes: ['image/png'], defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    api.root.addResource('images').addMethod('PUT', new LambdaIntegration(handler(s)));
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-binary-all-function-answers', (s) => defaultErrors(new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s), binaryMediaTypes: ['*/*'] })));

  stack('rest-stage-cache-by-origin', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { deployOptions: { cacheClusterEnabled: true, cachingEnabled: true } });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP, ADMIN] });
    list.addMethod('GET', new LambdaIntegration(handler(s), { cacheKeyParameters: ['method.request.header.Origin'] }), {
      requestParameters: { 'method.request.header.Origin': false },
    });
    defaultErrors(api);
  });

  stack('rest-stage-cache-one-star', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { deployOptions: { cacheClusterEnabled: true, cachingEnabled: true } });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: Cors.ALL_ORIGINS });
    list.addMethod('GET', new LambdaIntegration(handler(s), { proxy: false, integrationResponses: [mapped('*')] }), { methodResponses: readable });
    defaultErrors(api);
  });

  stack('rest-stage-cache-not-for-this-path', (s) => {
    const api = new apigateway.RestApi(s, 'Api', {
      deployOptions: { cacheClusterEnabled: true, cachingEnabled: true, methodOptions: { '/orders/GET': { cachingEnabled: false } } },
    });
    const list = api.root.addResource('orders');
    list.addCorsPreflight({ allowOrigins: [SHOP] });
    list.addMethod('GET', new LambdaIntegration(handler(s)));
    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-stage-cache-another-path', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { deployOptions: { cacheClusterEnabled: true, methodOptions: { '/rates/GET': { cachingEnabled: true } } } });
    for (const [path, key] of [['orders', []], ['rates', ['method.request.header.Origin']]]) {
      const resource = api.root.addResource(path);
      resource.addCorsPreflight({ allowOrigins: [SHOP] });
      resource.addMethod('GET', new LambdaIntegration(handler(s, path), { cacheKeyParameters: key }), { requestParameters: { 'method.request.header.Origin': false } });
    }

    defaultErrors(api, corsHeaders(SHOP));
  });

  stack('rest-own-deployment', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { deploy: false, defaultCorsPreflightOptions: { allowOrigins: [SHOP] } });
    api.root.addResource('orders').addMethod('POST', new LambdaIntegration(handler(s)));
    const deployment = new apigateway.Deployment(s, 'Deployment', { api });
    for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
      deployment.node.addDependency(api.addGatewayResponse(type.responseType, { type, responseHeaders: corsHeaders(SHOP) }));
    }

    new apigateway.Stage(s, 'Stage', { deployment, stageName: 'live' });
  });

  stack('rest-domain-name', (s) => {
    const certificate = acm.Certificate.fromCertificateArn(s, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/0d1b7a5e');
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s), domainName: { domainName: 'orders.example.com', certificate, basePath: 'v1' } });
    defaultErrors(api);
  });

  stack('rest-private', (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', {
      handler: handler(s), endpointConfiguration: { types: [apigateway.EndpointType.PRIVATE] },
      policy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['execute-api:Invoke'], principals: [new iam.AnyPrincipal()], resources: ['execute-api:/*'] })] }),
    });
    defaultErrors(api);
  });

  stack('rest-errors-of-single-types', (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s) });
    defaultErrors(api);
    for (const type of [apigateway.ResponseType.UNAUTHORIZED, apigateway.ResponseType.EXPIRED_TOKEN]) {
      api.addGatewayResponse(type.responseType, { type, statusCode: '401', responseHeaders: corsHeaders('*'), templates: { 'application/json': '{"error":"login"}' } });
    }
  });

  stack('rest-alias-and-version', (s) => {
    const alias = new lambda.Alias(s, 'Live', { aliasName: 'live', version: handler(s).currentVersion });
    defaultErrors(new apigateway.LambdaRestApi(s, 'Api', { handler: alias }));
  });

  stack('rest-step-functions-readable', (s) => {
    const { aws_stepfunctions: sfn } = require('aws-cdk-lib');
    const stateMachine = new sfn.StateMachine(s, 'Machine', { stateMachineType: sfn.StateMachineType.EXPRESS, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(s, 'Pass')) });
    const api = new apigateway.RestApi(s, 'Api');
    const runs = api.root.addResource('runs');
    runs.addCorsPreflight({ allowOrigins: [SHOP] });
    runs.addMethod('POST', apigateway.StepFunctionsIntegration.startExecution(stateMachine, {
      useDefaultMethodResponses: false, integrationResponses: [mapped(SHOP)],
    }), { methodResponses: readable });
    defaultErrors(api, corsHeaders(SHOP));
  });

  const specification = (paths, more = {}) => ({ openapi: '3.0.1', info: { title: 'orders', version: '1' }, paths, ...more });
  const errorsOfSpec = (origin) => ({
    'x-amazon-apigateway-gateway-responses': Object.fromEntries(['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) =>
      [type, { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': quoted(origin) } }])),
  });

  stack('rest-spec-any', (s) => {
    const any = { 'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: uriOf(s, handler(s)) } } };
    void new apigateway.SpecRestApi(s, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(specification({ '/': any, '/{proxy+}': any }, errorsOfSpec('*'))) });
  });

  stack('rest-spec-mock-options', (s) => {
    const integration = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: uriOf(s, handler(s)) } };
    const names = ['Origin', 'Methods', 'Headers'];
    const options = {
      responses: { 200: { description: 'ok', headers: Object.fromEntries(names.map((name) => [`Access-Control-Allow-${name}`, { schema: { type: 'string' } }])) } },
      'x-amazon-apigateway-integration': {
        type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' },
        responses: { default: { statusCode: '200', responseParameters: {
          'method.response.header.Access-Control-Allow-Origin': quoted(SHOP),
          'method.response.header.Access-Control-Allow-Methods': quoted('GET,POST'),
          'method.response.header.Access-Control-Allow-Headers': quoted('content-type'),
        } } },
      },
    };
    void new apigateway.SpecRestApi(s, 'Api', {
      apiDefinition: apigateway.ApiDefinition.fromInline(specification({ '/orders': { get: integration, post: integration, options } }, errorsOfSpec(SHOP))),
    });
  });

  stack('rest-spec-errors-by-construct', (s) => {
    const any = { 'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: uriOf(s, handler(s)) } } };
    defaultErrors(new apigateway.SpecRestApi(s, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(specification({ '/orders': any })) }));
  });

  stack('rest-spec-get-only', (s) => {
    const integration = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: uriOf(s, handler(s)) } };
    void new apigateway.SpecRestApi(s, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(specification({ '/rates': { get: integration }, '/health': { get: integration } })) });
  });

  stack('rest-get-only', (s) => {
    const api = new apigateway.RestApi(s, 'Api', { defaultIntegration: new LambdaIntegration(handler(s)) });
    api.root.addResource('health').addMethod('GET');
    api.root.addResource('rates').addMethod('GET');
    api.root.addMethod('HEAD');
  });
};

const uriOf = (s, fn) => `arn:${s.partition}:apigateway:${s.region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`;
