'use strict';
// HTTP APIs: first those that work, then those that fail for one reason each.
const {
  Duration, aws_apigatewayv2: apigatewayv2, aws_apigatewayv2_authorizers: authorizers, aws_apigatewayv2_integrations: integrations,
  aws_certificatemanager: acm, aws_cognito: cognito,
} = require('aws-cdk-lib');
const { SHOP, ADMIN, handler } = require('../parts');

const { CorsHttpMethod, HttpMethod } = apigatewayv2;
const integration = (s, id = 'Handler') => new integrations.HttpLambdaIntegration(`${id}Integration`, handler(s, id));
const forMethods = (verb, authorizer, others) => (method) => (method === verb ? authorizer : others);
const jwt = () => new authorizers.HttpJwtAuthorizer('Jwt', 'https://login.example.com', { jwtAudience: ['orders'] });

module.exports = (stack) => {
  /** An API with routes "GET /orders" and the like, with one authorizer, or one for each method. */
  const api = (name, corsPreflight, routes, { props = () => ({}), authorizer, more } = {}) => stack(name, (s) => {
    const own = integration(s);
    const http = new apigatewayv2.HttpApi(s, 'Api', { corsPreflight, ...props(s, own) });
    const made = authorizer?.(s);
    for (const route of routes) {
      const [method, path] = route.split(' ');
      http.addRoutes({ path, methods: [HttpMethod[method]], integration: own, authorizer: typeof made === 'function' ? made(method) : made });
    }

    more?.(s, http, own);
  });

  const crud = ['GET /orders', 'POST /orders', 'PUT /orders/{id}', 'DELETE /orders/{id}'];
  const full = {
    allowOrigins: [SHOP], allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE], allowHeaders: ['content-type', 'authorization'],
  };
  const open = { allowOrigins: ['*'], allowMethods: [CorsHttpMethod.ANY], allowHeaders: ['*'] };

  api('http-default-route', undefined, [], { props: (s, own) => ({ defaultIntegration: own }) });
  api('http-default-route-and-cors', full, [], { props: (s, own) => ({ defaultIntegration: own }) });
  api('http-default-route-beside-get', undefined, ['GET /health'], { props: (s, own) => ({ defaultIntegration: own }) });
  api('http-any-routes', undefined, ['ANY /orders', 'ANY /orders/{proxy+}']);
  api('http-any-greedy', undefined, ['ANY /{proxy+}', 'POST /orders']);
  api('http-options-route', undefined, ['POST /orders', 'OPTIONS /orders']);
  api('http-cors-open', open, crud);
  api('http-cors-full', full, crud);
  api('http-cors-max-age', { ...full, maxAge: Duration.days(1) }, crud);
  api('http-cors-expose', { ...full, exposeHeaders: ['etag', 'x-request-id'] }, crud);
  api('http-cors-credentials', { ...full, allowCredentials: true }, crud);
  api('http-cors-two-origins', { ...full, allowOrigins: [SHOP, ADMIN, 'http://localhost:5173'] }, crud);
  api('http-cors-any-https', { ...full, allowOrigins: ['https://*'] }, crud);
  api('http-cors-star-and-authorization', { ...open, allowHeaders: ['*', 'authorization'] }, crud, { authorizer: jwt });
  api('http-cors-get-only', { allowOrigins: ['*'], allowMethods: [CorsHttpMethod.GET] }, ['GET /rates']);
  api('http-jwt', full, crud, { authorizer: jwt });
  api('http-jwt-on-some-routes', full, crud, { authorizer: () => forMethods('GET', undefined, jwt()) });
  api('http-user-pool-by-default', full, crud, { props: (s) => ({ defaultAuthorizer: new authorizers.HttpUserPoolAuthorizer('Users', new cognito.UserPool(s, 'Pool')) }) });
  api('http-lambda-authorizer', full, crud, { props: (s) => ({ defaultAuthorizer: new authorizers.HttpLambdaAuthorizer('Custom', handler(s, 'Authorizer')) }) });
  api('http-lambda-authorizer-own-header', { ...full, allowHeaders: ['content-type', 'x-session'] }, crud, {
    props: (s) => ({ defaultAuthorizer: new authorizers.HttpLambdaAuthorizer('Custom', handler(s, 'Authorizer'), { identitySource: ['$request.header.X-Session'] }) }),
  });
  api('http-lambda-authorizer-query', { ...full, allowHeaders: ['content-type'] }, crud, {
    props: (s) => ({ defaultAuthorizer: new authorizers.HttpLambdaAuthorizer('Custom', handler(s, 'Authorizer'), { identitySource: ['$request.querystring.token'] }) }),
  });
  api('http-iam', { ...full, allowHeaders: ['authorization', 'content-type', 'x-amz-date', 'x-amz-security-token'] }, crud, { authorizer: () => new authorizers.HttpIamAuthorizer() });
  api('http-default-route-authorized-options-open', full, ['OPTIONS /{proxy+}'], {
    props: (s, own) => ({ defaultIntegration: own, defaultAuthorizer: jwt() }), authorizer: () => new apigatewayv2.HttpNoneAuthorizer(),
  });
  api('http-any-authorized-options-open', full, ['ANY /{proxy+}', 'OPTIONS /{proxy+}'], {
    authorizer: () => forMethods('OPTIONS', new apigatewayv2.HttpNoneAuthorizer(), jwt()),
  });
  api('http-url-integration', full, [], {
    more: (s, http) => http.addRoutes({ path: '/orders', methods: [HttpMethod.POST], integration: new integrations.HttpUrlIntegration('Backend', 'https://backend.example.net/orders') }),
  });
  api('http-own-stage', full, crud, { props: () => ({ createDefaultStage: false }), more: (s, http) => void new apigatewayv2.HttpStage(s, 'Stage', { httpApi: http, stageName: 'live', autoDeploy: true }) });
  api('http-domain-name', full, crud, {
    props: (s) => ({ defaultDomainMapping: { mappingKey: 'v1', domainName: new apigatewayv2.DomainName(s, 'Domain', {
      domainName: 'orders.example.com', certificate: acm.Certificate.fromCertificateArn(s, 'Certificate', 'arn:aws:acm:eu-west-1:123456789012:certificate/0d1b7a5e') }) } }),
  });
  api('http-get-without-cors', undefined, ['GET /health', 'GET /rates']);
  stack('http-route-of-imported-api', (s) => {
    const http = apigatewayv2.HttpApi.fromHttpApiAttributes(s, 'Api', { httpApiId: 'a1b2c3d4e5' });
    void new apigatewayv2.HttpRoute(s, 'Route', { httpApi: http, routeKey: apigatewayv2.HttpRouteKey.with('/orders', HttpMethod.POST), integration: integration(s) });
  });
  const socket = (s) => new apigatewayv2.WebSocketApi(s, 'Socket', { connectRouteOptions: { integration: new integrations.WebSocketLambdaIntegration('Connect', handler(s, 'Connect')) } });
  stack('http-websocket-only', (s) => void new apigatewayv2.WebSocketStage(s, 'Stage', { webSocketApi: socket(s), stageName: 'live', autoDeploy: true }));
  api('http-websocket-beside', full, crud, { more: (s) => void new apigatewayv2.WebSocketStage(s, 'SocketStage', { webSocketApi: socket(s), stageName: 'live', autoDeploy: true }) });

  // Broken.
  api('http-post-without-cors', undefined, ['POST /orders']);
  api('http-crud-without-cors', undefined, crud);
  api('http-jwt-get-without-cors', undefined, ['GET /orders'], { authorizer: jwt });
  api('http-cors-origins-only', { allowOrigins: [SHOP] }, crud);
  api('http-cors-without-headers', { allowOrigins: [SHOP], allowMethods: [CorsHttpMethod.ANY] }, ['GET /orders', 'POST /orders']);
  api('http-cors-without-headers-jwt', { allowOrigins: [SHOP], allowMethods: [CorsHttpMethod.ANY] }, ['GET /orders'], { authorizer: jwt });
  api('http-cors-without-origins', { allowMethods: [CorsHttpMethod.GET], allowHeaders: ['content-type'] }, ['GET /orders']);
  api('http-headers-lack-authorization', { ...full, allowHeaders: ['content-type'] }, crud, { authorizer: jwt });
  api('http-headers-lack-session', full, ['GET /orders'], {
    props: (s) => ({ defaultAuthorizer: new authorizers.HttpLambdaAuthorizer('Custom', handler(s, 'Authorizer'), { identitySource: ['$request.header.X-Session'] }) }),
  });
  api('http-headers-lack-content-type', { ...full, allowHeaders: ['authorization'] }, ['POST /orders']);
  api('http-methods-lack-delete', { ...full, allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT] }, crud);
  api('http-methods-lack-patch', full, ['PATCH /orders/{id}']);
  api('http-star-for-authorization', open, crud, { authorizer: jwt });
  api('http-origin-with-slash', { ...full, allowOrigins: [`${SHOP}/`] }, crud);
  api('http-origin-with-wildcard', { ...full, allowOrigins: ['https://*.example.com'] }, crud);
  api('http-origin-without-scheme', { ...full, allowOrigins: ['shop.example.com'] }, crud);
  api('http-origin-of-an-app', { ...full, allowOrigins: [SHOP, 'capacitor://localhost'] }, crud);
  api('http-headers-in-one-item', { ...full, allowHeaders: ['content-type,authorization'] }, ['GET /orders', 'DELETE /orders/{id}']);
  api('http-headers-with-quotes', { ...full, allowHeaders: ["'x-trace'"] }, ['GET /orders', 'DELETE /orders/{id}']);
  api('http-headers-star-with-credentials', { ...full, allowHeaders: ['*'], allowCredentials: true }, ['GET /orders']);
  api('http-max-age-two-days', { ...full, maxAge: Duration.days(2) }, crud);
  api('http-default-route-authorized', full, [], { props: (s, own) => ({ defaultIntegration: own, defaultAuthorizer: jwt() }) });
  api('http-any-authorized', full, ['ANY /orders'], { authorizer: jwt });
  api('http-any-authorized-greedy-options', full, ['ANY /orders', 'OPTIONS /{proxy+}'], { authorizer: () => forMethods('OPTIONS', new apigatewayv2.HttpNoneAuthorizer(), jwt()) });
  api('http-options-authorized-by-default', full, ['GET /orders', 'OPTIONS /orders'], { props: () => ({ defaultAuthorizer: jwt() }) });
  api('http-any-iam', undefined, ['ANY /orders'], { authorizer: () => new authorizers.HttpIamAuthorizer() });
  api('http-stage-by-hand', full, crud, { props: () => ({ createDefaultStage: false }), more: (s, http) => void new apigatewayv2.HttpStage(s, 'Stage', { httpApi: http, stageName: 'live' }) });
  api('http-stage-in-paths', full, ['POST /api/orders'], {
    props: () => ({ createDefaultStage: false }), more: (s, http) => void http.addStage('Stage', { stageName: 'api', autoDeploy: true }),
  });

  const configuration = (name, corsConfiguration, routes) => stack(name, (s) => {
    const http = new apigatewayv2.CfnApi(s, 'Api', { name: 'orders', protocolType: 'HTTP', corsConfiguration });
    const target = new apigatewayv2.CfnIntegration(s, 'Integration', { apiId: http.ref, integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0', integrationUri: handler(s).functionArn });
    routes.forEach((routeKey, i) => void new apigatewayv2.CfnRoute(s, `Route${i}`, { apiId: http.ref, routeKey, target: `integrations/${target.ref}` }));
    void new apigatewayv2.CfnStage(s, 'Stage', { apiId: http.ref, stageName: '$default', autoDeploy: true });
  });

  configuration('http-l1', { allowOrigins: [SHOP], allowMethods: ['*'], allowHeaders: ['*'] }, ['GET /orders', 'PUT /orders/{id}']);
  configuration('http-l1-default', undefined, ['$default']);
  configuration('http-l1-star-with-credentials', { allowOrigins: ['*'], allowMethods: ['GET'], allowHeaders: ['content-type'], allowCredentials: true }, ['GET /orders']);
  configuration('http-l1-method-in-lower-case', { allowOrigins: [SHOP], allowMethods: ['get'], allowHeaders: ['content-type'] }, ['GET /orders']);
  configuration('http-l1-method-any', { allowOrigins: [SHOP], allowMethods: ['ANY'], allowHeaders: ['content-type'] }, ['GET /orders']);

  stack('http-l1-quick-create', (s) => void new apigatewayv2.CfnApi(s, 'Api', { name: 'orders', protocolType: 'HTTP', target: handler(s).functionArn }));
  stack('http-l1-body', (s) => {
    const get = { 'x-amazon-apigateway-integration': { type: 'AWS_PROXY', httpMethod: 'POST', payloadFormatVersion: '2.0', uri: handler(s).functionArn } };
    void new apigatewayv2.CfnApi(s, 'Api', { body: {
      openapi: '3.0.1', info: { title: 'orders', version: '1' }, paths: { '/orders': { get, post: get } },
      'x-amazon-apigateway-cors': { allowOrigins: [SHOP], allowMethods: ['GET', 'POST'], allowHeaders: ['content-type'] },
    } });
  });
  stack('http-l1-body-without-cors', (s) => {
    const post = { 'x-amazon-apigateway-integration': { type: 'AWS_PROXY', httpMethod: 'POST', payloadFormatVersion: '2.0', uri: handler(s).functionArn } };
    void new apigatewayv2.CfnApi(s, 'Api', { body: { openapi: '3.0.1', info: { title: 'orders', version: '1' }, paths: { '/orders': { post } } } });
  });
};
