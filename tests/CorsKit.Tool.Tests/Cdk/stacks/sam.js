'use strict';
// SAM's resources, as aws-cdk-lib/aws-sam writes them.
const { aws_sam: sam } = require('aws-cdk-lib');
const { SHOP, quoted } = require('../parts');

module.exports = (stack) => {
  const api = (name, props, events) => stack(name, (s) => {
    const own = new sam.CfnApi(s, 'Api', { stageName: 'live', ...props });
    void new sam.CfnFunction(s, 'Handler', {
      runtime: 'nodejs22.x', handler: 'index.handler', inlineCode: 'exports.handler = async () => ({ statusCode: 200 });',
      events: Object.fromEntries(events.map(([method, path, auth], i) => [`Event${i}`, { type: 'Api', properties: { restApiId: own.ref, method, path, auth } }])),
    });
  });
  const errors = { gatewayResponses: Object.fromEntries(['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) =>
    [type, { ResponseParameters: { Headers: { 'Access-Control-Allow-Origin': quoted(SHOP) } } }])) };
  const cors = { allowOrigin: quoted(SHOP), allowMethods: quoted('GET,POST,DELETE'), allowHeaders: quoted('content-type,authorization') };
  const users = { authorizers: { Users: { UserPoolArn: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a' } }, defaultAuthorizer: 'Users' };
  const orders = [['get', '/orders'], ['post', '/orders'], ['delete', '/orders/{id}']];

  api('sam-api-cors', { cors, ...errors }, orders);
  api('sam-api-any', errors, [['any', '/'], ['any', '/{proxy+}']]);
  api('sam-api-cors-and-authorizer', { cors, auth: { ...users, addDefaultAuthorizerToCorsPreflight: false }, ...errors }, orders);
  api('sam-api-get-only', {}, [['get', '/health'], ['get', '/rates']]);

  api('sam-api-without-cors', {}, orders);
  api('sam-api-authorizer-on-preflight', { cors, auth: users, ...errors }, orders);
  api('sam-api-cors-in-short', { cors: quoted('*'), ...errors }, [['post', '/orders']]);
  api('sam-api-origin-unquoted', { cors: { ...cors, allowOrigin: SHOP }, ...errors }, orders);
  api('sam-api-methods-lack-delete', { cors: { ...cors, allowMethods: quoted('GET,POST') }, ...errors }, orders);
  api('sam-api-errors-missing', { cors }, orders);

  const http = (name, props, events) => stack(name, (s) => {
    const own = new sam.CfnHttpApi(s, 'Api', props);
    const fn = new sam.CfnFunction(s, 'Handler', {
      runtime: 'nodejs22.x', handler: 'index.handler', inlineCode: 'exports.handler = async () => ({ statusCode: 200 });',
      events: Object.fromEntries(events.map(([method, path], i) => [`Event${i}`, { type: 'HttpApi', properties: { method, path } }])),
    });

    // aws-cdk-lib takes these for events of a REST API and drops their ApiId.
    events.forEach((_, i) => fn.addPropertyOverride(`Events.Event${i}.Properties.ApiId`, own.ref));
  });
  const configuration = { allowOrigins: [SHOP], allowMethods: ['GET', 'POST', 'DELETE'], allowHeaders: ['content-type'] };
  http('sam-http-cors', { corsConfiguration: configuration }, orders);
  http('sam-http-without-cors', {}, orders);
  http('sam-http-cors-true', { corsConfiguration: true }, orders);
  http('sam-http-origin-with-slash', { corsConfiguration: { ...configuration, allowOrigins: [`${SHOP}/`] } }, orders);
};
