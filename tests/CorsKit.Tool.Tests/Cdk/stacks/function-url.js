'use strict';
// Function URLs: first those that work, then those that fail for one reason each.
const { Duration, aws_lambda: lambda } = require('aws-cdk-lib');
const { SHOP, ADMIN, handler } = require('../parts');

const { FunctionUrlAuthType, HttpMethod, InvokeMode } = lambda;

module.exports = (stack) => {
  const url = (name, options) => stack(name, (s) => void handler(s).addFunctionUrl({ authType: FunctionUrlAuthType.NONE, ...options }));
  const full = { allowedOrigins: [SHOP], allowedMethods: [HttpMethod.GET, HttpMethod.POST], allowedHeaders: ['content-type'] };

  url('url-app-answers', {});
  url('url-streaming', { invokeMode: InvokeMode.RESPONSE_STREAM });
  stack('url-of-alias', (s) => void new lambda.Alias(s, 'Live', { aliasName: 'live', version: handler(s).currentVersion }).addFunctionUrl({ authType: FunctionUrlAuthType.NONE }));
  url('url-cors', { cors: full });
  url('url-cors-any-origin', { cors: { allowedOrigins: ['*'], allowedMethods: [HttpMethod.ALL], allowedHeaders: ['*'] } });
  url('url-cors-credentials', { cors: { ...full, allowedOrigins: [SHOP, ADMIN], allowCredentials: true } });
  url('url-cors-max-age', { cors: { ...full, exposedHeaders: ['etag'], maxAge: Duration.hours(2) } });
  url('url-cors-get-only', { cors: { allowedOrigins: ['*'], allowedMethods: [HttpMethod.GET] } });
  stack('url-two-functions', (s) => ['Orders', 'Rates'].forEach((id) => handler(s, id).addFunctionUrl({ authType: FunctionUrlAuthType.NONE })));

  // Broken.
  stack('url-signed-by-default', (s) => void handler(s).addFunctionUrl());
  url('url-options-listed', { cors: { ...full, allowedMethods: [HttpMethod.GET, HttpMethod.OPTIONS] } });
  url('url-star-with-credentials', { cors: { allowedOrigins: ['*'], allowedMethods: [HttpMethod.GET], allowedHeaders: ['content-type'], allowCredentials: true } });
  url('url-headers-star-with-credentials', { cors: { ...full, allowedHeaders: ['*'], allowCredentials: true } });
  url('url-headers-in-one-item', { cors: { ...full, allowedHeaders: ['content-type,authorization'] } });
  url('url-origin-with-slash', { cors: { ...full, allowedOrigins: [`${SHOP}/`] } });
  url('url-origin-with-wildcard', { cors: { ...full, allowedOrigins: ['https://*.example.com'] } });
  url('url-origin-without-scheme', { cors: { ...full, allowedOrigins: ['shop.example.com'] } });
  url('url-header-with-quotes', { cors: { ...full, allowedHeaders: ['content-type', "'x-trace'"] } });
  url('url-without-headers', { cors: { allowedOrigins: [SHOP], allowedMethods: [HttpMethod.ALL] } });
  url('url-without-origins', { cors: { allowedMethods: [HttpMethod.GET] } });

  const plain = (name, cors, authType = 'NONE') => stack(name, (s) => void new lambda.CfnUrl(s, 'Url', { targetFunctionArn: handler(s).functionArn, authType, cors }));
  plain('url-l1-max-age-two-days', { allowOrigins: [SHOP], allowMethods: ['GET'], allowHeaders: ['content-type'], maxAge: 172800 });
  plain('url-l1-max-age-off', { allowOrigins: [SHOP], allowMethods: ['GET'], allowHeaders: ['content-type'], maxAge: -1 });
  plain('url-l1-method-in-lower-case', { allowOrigins: [SHOP], allowMethods: ['get'], allowHeaders: ['content-type'] });
  plain('url-l1-signed', undefined, 'AWS_IAM');
};
