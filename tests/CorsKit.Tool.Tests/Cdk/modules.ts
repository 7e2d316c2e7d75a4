// What the compiler of exports.js reads as aws-cdk-lib: the modules of its index that exports may name. The whole index has 1,600 files more.
export * from 'aws-cdk-lib/core';
export * as aws_apigateway from 'aws-cdk-lib/aws-apigateway';
export * as aws_apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
export * as aws_lambda from 'aws-cdk-lib/aws-lambda';
