'use strict';
// OrdersApi behind a REST API and an HTTP API. The app owns CORS at both; what the REST API answers itself takes its headers from the
// same appsettings.json.
const path = require('node:path');
const { App, CfnOutput, Duration, Stack } = require('aws-cdk-lib');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const apigatewayv2 = require('aws-cdk-lib/aws-apigatewayv2');
const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const lambda = require('aws-cdk-lib/aws-lambda');

const cors = require('../OrdersApi/appsettings.json').GatewayCors;
const [origin, ...others] = cors.AllowOrigins.split(',');
if (others.length > 0 || origin.includes('*')) {
  throw new Error('Gateway responses are fixed text: AllowOrigins has to be one origin, or they need an origin of their own.');
}

const app = new App();
const stack = new Stack(app, 'OrdersApi');

// Where "dotnet publish" puts the app: see README.md.
const code = lambda.Code.fromAsset(app.node.tryGetContext('code') ?? path.join(__dirname, '../OrdersApi.Lambda/bin/Release/net10.0/publish'));
const ordersFunction = (id, eventSource) => new lambda.Function(stack, id, {
  runtime: lambda.Runtime.DOTNET_10,
  handler: 'OrdersApi.Lambda', // the assembly: its Program.cs fetches the events
  code,
  memorySize: 512,
  timeout: Duration.seconds(29),
  environment: { EventSource: eventSource },
});

// REST API. No defaultCorsPreflightOptions: it would answer preflights in place of the app.
const restApi = new apigateway.LambdaRestApi(stack, 'RestApi', { handler: ordersFunction('RestFunction', 'RestApi') });
for (const [id, type] of [['Errors4', apigateway.ResponseType.DEFAULT_4XX], ['Errors5', apigateway.ResponseType.DEFAULT_5XX]]) {
  restApi.addGatewayResponse(id, {
    type,
    responseHeaders: {
      'Access-Control-Allow-Origin': `'${origin}'`,
      ...(cors.AllowCredentials && { 'Access-Control-Allow-Credentials': "'true'" }),
    },
  });
}

// HTTP API. No corsPreflight: with it, API Gateway ignores the CORS headers of the function.
const httpApi = new apigatewayv2.HttpApi(stack, 'HttpApi', {
  defaultIntegration: new HttpLambdaIntegration('Orders', ordersFunction('HttpFunction', 'HttpApi')),
});

new CfnOutput(stack, 'RestApiUrl', { value: restApi.url });
new CfnOutput(stack, 'HttpApiUrl', { value: httpApi.apiEndpoint });

app.synth();
