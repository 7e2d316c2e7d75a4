'use strict';
// What many of the stacks have: functions, authorizers, responses of the gateway.
const { Duration, aws_apigateway: apigateway, aws_cognito: cognito, aws_lambda: lambda } = require('aws-cdk-lib');

const SHOP = 'https://shop.example.com';
const ADMIN = 'https://admin.example.com';

const handler = (scope, id = 'Handler') => new lambda.Function(scope, id, {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
});

/** What a static value of a header looks like in a mapping. */
const quoted = (value) => `'${value}'`;

/** Headers of a gateway response. */
const corsHeaders = (origin, credentials = false) => ({
  'Access-Control-Allow-Origin': quoted(origin),
  ...(credentials ? { 'Access-Control-Allow-Credentials': quoted('true') } : {}),
});

function defaultErrors(api, headers4xx = corsHeaders('*'), headers5xx = headers4xx) {
  api.addGatewayResponse('Default4xx', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders: headers4xx });
  api.addGatewayResponse('Default5xx', { type: apigateway.ResponseType.DEFAULT_5XX, responseHeaders: headers5xx });
}

/** Shows errors to whoever asks, with credentials: the only way for several origins. */
const echoed = { 'Access-Control-Allow-Origin': 'method.request.header.Origin', 'Access-Control-Allow-Credentials': quoted('true') };

const cognitoAuthorizer = (scope) => new apigateway.CognitoUserPoolsAuthorizer(scope, 'Cognito', { cognitoUserPools: [new cognito.UserPool(scope, 'Users')] });

module.exports = { SHOP, ADMIN, handler, quoted, corsHeaders, defaultErrors, echoed, cognitoAuthorizer, Duration };
