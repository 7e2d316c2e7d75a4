'use strict';
// Distributions before APIs: first those that work, then those that fail for one reason each.
const {
  Duration, Fn, aws_apigateway: apigateway, aws_apigatewayv2: apigatewayv2, aws_apigatewayv2_integrations: integrations, aws_certificatemanager: acm,
  aws_cloudfront: cloudfront, aws_cloudfront_origins: origins, aws_ec2: ec2, aws_elasticloadbalancingv2: elb, aws_elasticloadbalancingv2_targets: targets,
  aws_lambda: lambda, aws_s3: s3,
} = require('aws-cdk-lib');
const { SHOP, handler, corsHeaders, defaultErrors } = require('../parts');

const { AllowedMethods, CachePolicy, CachedMethods, OriginRequestPolicy, ResponseHeadersPolicy, ViewerProtocolPolicy } = cloudfront;

module.exports = (stack) => {
  // Origins that are fine themselves.
  const restApi = (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s) });
    defaultErrors(api);
    return api;
  };
  const rest = (s) => new origins.RestApiOrigin(restApi(s));
  /** Answers preflights itself, and lets any origin in. */
  const restWithMock = (s) => {
    const api = new apigateway.LambdaRestApi(s, 'Api', { handler: handler(s), defaultCorsPreflightOptions: { allowOrigins: ['*'] } });
    defaultErrors(api);
    return new origins.RestApiOrigin(api);
  };
  const httpApi = (s) => new apigatewayv2.HttpApi(s, 'Api', { defaultIntegration: new integrations.HttpLambdaIntegration('Integration', handler(s)) });
  const http = (s) => new origins.HttpOrigin(Fn.select(2, Fn.split('/', httpApi(s).apiEndpoint)));
  const httpByName = (s) => new origins.HttpOrigin(`${httpApi(s).apiId}.execute-api.${s.region}.${s.urlSuffix}`);
  const url = (s) => new origins.FunctionUrlOrigin(handler(s).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }));
  const signedUrl = (s) => origins.FunctionUrlOrigin.withOriginAccessControl(handler(s).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM }));
  const balancer = (s) => {
    const vpc = ec2.Vpc.fromVpcAttributes(s, 'Vpc', { vpcId: 'vpc-0a1b2c3d', availabilityZones: ['a', 'b'], publicSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'], publicSubnetRouteTableIds: ['rtb-0a1b2c3d', 'rtb-0a1b2c3e'] });
    const alb = new elb.ApplicationLoadBalancer(s, 'Balancer', { vpc, internetFacing: true });
    alb.addListener('Http', { port: 80 }).addTargets('Function', { targets: [new targets.LambdaTarget(handler(s))] });
    return new origins.LoadBalancerV2Origin(alb, { protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY });
  };
  const bucket = (s) => origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(s, 'Pages'));

  const good = {
    allowedMethods: AllowedMethods.ALLOW_ALL, cachePolicy: CachePolicy.CACHING_DISABLED, originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
  const distribution = (name, origin, behavior = {}, props = {}) => stack(name, (s) => {
    const more = typeof behavior === 'function' ? behavior(s) : behavior;
    void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: { origin: origin(s), ...good, ...more }, ...props });
  });
  /** Pages at the root, an API at /api. */
  const pagesAndApi = (name, origin, behavior) => stack(name, (s) => void new cloudfront.Distribution(s, 'Distribution', {
    defaultBehavior: { origin: bucket(s) }, additionalBehaviors: { 'api/*': { origin: origin(s), ...behavior } },
  }));

  distribution('cloudfront-rest', rest);
  distribution('cloudfront-rest-protocol-as-it-comes', rest, { viewerProtocolPolicy: undefined });
  distribution('cloudfront-rest-redirect', rest, { viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS });
  distribution('cloudfront-rest-of-mock', restWithMock);
  distribution('cloudfront-http', http);
  distribution('cloudfront-http-by-name', httpByName);
  distribution('cloudfront-url', url);
  distribution('cloudfront-url-signed', signedUrl);
  distribution('cloudfront-balancer', balancer, { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER });
  distribution('cloudfront-get-head-options', rest, { allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS });
  pagesAndApi('cloudfront-pages-and-api', rest, good);
  pagesAndApi('cloudfront-pages-and-signed-url', signedUrl, good);
  stack('cloudfront-pages-only', (s) => void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: { origin: bucket(s) } }));
  stack('cloudfront-two-apis', (s) => void new cloudfront.Distribution(s, 'Distribution', {
    defaultBehavior: { origin: rest(s), ...good }, additionalBehaviors: { '/events/*': { origin: new origins.FunctionUrlOrigin(handler(s, 'Events').addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })), ...good } },
  }));
  distribution('cloudfront-own-cache-policy', rest, (s) => ({ cachePolicy: new CachePolicy(s, 'ByOrigin', {
    minTtl: Duration.seconds(0), defaultTtl: Duration.minutes(1), maxTtl: Duration.hours(1), headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin'),
    queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(), cookieBehavior: cloudfront.CacheCookieBehavior.none() }) }));
  distribution('cloudfront-cache-policy-forwards-all', rest, (s) => ({ originRequestPolicy: undefined, cachePolicy: new CachePolicy(s, 'ByOrigin', {
    defaultTtl: Duration.minutes(1), headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin', 'Authorization', 'Access-Control-Request-Method', 'Access-Control-Request-Headers') }) }));
  distribution('cloudfront-cache-policy-that-keeps-nothing', rest, (s) => ({ cachePolicy: new CachePolicy(s, 'Nothing', {
    minTtl: Duration.seconds(0), defaultTtl: Duration.seconds(0), maxTtl: Duration.seconds(0) }) }));
  distribution('cloudfront-own-request-policy', rest, (s) => ({ originRequestPolicy: new OriginRequestPolicy(s, 'Cors', {
    headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList('Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers') }) }));
  distribution('cloudfront-request-policy-all-but-host', rest, (s) => ({ originRequestPolicy: new OriginRequestPolicy(s, 'ButHost', {
    headerBehavior: cloudfront.OriginRequestHeaderBehavior.denyList('Host') }) }));
  distribution('cloudfront-options-cached-by-all-three', rest, (s) => ({ cachedMethods: CachedMethods.CACHE_GET_HEAD_OPTIONS, cachePolicy: new CachePolicy(s, 'ByPreflight', {
    headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers') }) }));

  distribution('cloudfront-balancer-cache-control-of-origin', balancer, {
    cachePolicy: CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS, originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
  });
  distribution('cloudfront-media-request-policy', rest, { originRequestPolicy: OriginRequestPolicy.ELEMENTAL_MEDIA_TAILOR });

  // CloudFront writes the headers itself.
  const corsBehavior = (more = {}) => ({
    accessControlAllowOrigins: [SHOP], accessControlAllowMethods: ['GET', 'POST'], accessControlAllowHeaders: ['content-type'], accessControlAllowCredentials: false, originOverride: true, ...more,
  });
  const ownHeaders = (more) => (s) => ({ responseHeadersPolicy: new ResponseHeadersPolicy(s, 'Cors', { corsBehavior: corsBehavior(more) }) });
  distribution('cloudfront-security-headers', rest, { responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS });
  distribution('cloudfront-own-security-headers', rest, (s) => ({ responseHeadersPolicy: new ResponseHeadersPolicy(s, 'Security', {
    securityHeadersBehavior: { contentTypeOptions: { override: true } } }) }));
  distribution('cloudfront-writes-if-missing', rest, ownHeaders({ originOverride: false }));
  distribution('cloudfront-writes-over', rest, ownHeaders());
  distribution('cloudfront-writes-over-and-caches', restWithMock, (s) => ({ ...ownHeaders()(s), originRequestPolicy: undefined, cachePolicy: CachePolicy.CACHING_OPTIMIZED }));
  distribution('cloudfront-managed-headers-and-cache', restWithMock, {
    originRequestPolicy: undefined, cachePolicy: CachePolicy.CACHING_OPTIMIZED, responseHeadersPolicy: ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT,
  });
  const viewerResponse = (s, code) => ({ functionAssociations: [{
    eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE, function: new cloudfront.Function(s, 'Headers', { code: cloudfront.FunctionCode.fromInline(code) }),
  }] });
  distribution('cloudfront-function-writes', restWithMock, (s) => ({ originRequestPolicy: undefined, cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    ...viewerResponse(s, `function handler(event) { event.response.headers['access-control-allow-origin'] = { value: '${SHOP}' }; return event.response; }`) }));
  distribution('cloudfront-function-does-something-else', rest, (s) => viewerResponse(s, "function handler(event) { event.response.headers['x-frame-options'] = { value: 'DENY' }; return event.response; }"));
  const edge = (s) => ({ edgeLambdas: [{ eventType: cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE,
    functionVersion: lambda.Version.fromVersionArn(s, 'Edge', 'arn:aws:lambda:us-east-1:123456789012:function:cors-headers:3') }] });
  distribution('cloudfront-edge-of-another-stack', restWithMock, (s) => ({ originRequestPolicy: undefined, cachePolicy: CachePolicy.CACHING_OPTIMIZED, ...edge(s) }));
  distribution('cloudfront-edge-inline-writes', restWithMock, (s) => ({ originRequestPolicy: undefined, cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    edgeLambdas: [{ eventType: cloudfront.LambdaEdgeEventType.VIEWER_RESPONSE, functionVersion: new lambda.Function(s, 'Edge', {
      runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler',
      code: lambda.Code.fromInline(`exports.handler = async (event) => { const { response } = event.Records[0].cf; response.headers['access-control-allow-origin'] = [{ value: '${SHOP}' }]; return response; };`),
    }).currentVersion }] }));

  // Other origins.
  const group = (s, primary) => new origins.OriginGroup({ primaryOrigin: primary, fallbackOrigin: new origins.FunctionUrlOrigin(handler(s, 'Fallback').addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })) });
  distribution('cloudfront-origin-group', (s) => group(s, rest(s)), { allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS });
  distribution('cloudfront-unknown-origin', () => new origins.HttpOrigin('backend.example.net'));
  distribution('cloudfront-host-called-api', () => new origins.HttpOrigin('api.example.net'), { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER });
  stack('cloudfront-host-of-custom-domain', (s) => {
    const certificate = acm.Certificate.fromCertificateArn(s, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/0d1b7a5e');
    const api = restApi(s);
    const domain = api.addDomainName('Domain', { domainName: 'orders.example.com', certificate, endpointType: apigateway.EndpointType.REGIONAL });
    void new cloudfront.Distribution(s, 'Distribution', {
      certificate, domainNames: ['orders.example.com'],
      defaultBehavior: { origin: new origins.HttpOrigin(domain.domainNameAliasDomainName), ...good, originRequestPolicy: OriginRequestPolicy.ALL_VIEWER },
    });
  });
  stack('cloudfront-websocket', (s) => {
    const socket = new apigatewayv2.WebSocketApi(s, 'Socket', { connectRouteOptions: { integration: new integrations.WebSocketLambdaIntegration('Connect', handler(s)) } });
    const stage = new apigatewayv2.WebSocketStage(s, 'Stage', { webSocketApi: socket, stageName: 'live', autoDeploy: true });
    void new cloudfront.Distribution(s, 'Distribution', { defaultBehavior: {
      origin: new origins.HttpOrigin(`${socket.apiId}.execute-api.${s.region}.${s.urlSuffix}`, { originPath: `/${stage.stageName}` }),
      cachePolicy: CachePolicy.CACHING_DISABLED, originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    } });
  });
  const legacy = (name, forwardedValues, more = {}) => stack(name, (s) => {
    const api = restApi(s);
    void new cloudfront.CfnDistribution(s, 'Distribution', { distributionConfig: {
      enabled: true,
      origins: [{ id: 'api', domainName: `${api.restApiId}.execute-api.${s.region}.${s.urlSuffix}`, originPath: `/${api.deploymentStage.stageName}`, customOriginConfig: { originProtocolPolicy: 'https-only' } }],
      defaultCacheBehavior: { targetOriginId: 'api', viewerProtocolPolicy: 'https-only', allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], forwardedValues, ...more },
    } });
  });
  legacy('cloudfront-legacy', { queryString: true, headers: ['Origin', 'Authorization', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'] });
  legacy('cloudfront-legacy-not-cached', { queryString: true }, { minTtl: 0, defaultTtl: 0, maxTtl: 0 });
  stack('cloudfront-web-distribution', (s) => {
    const api = restApi(s);
    void new cloudfront.CloudFrontWebDistribution(s, 'Distribution', { originConfigs: [{
      customOriginSource: { domainName: `${api.restApiId}.execute-api.${s.region}.${s.urlSuffix}` },
      behaviors: [{ isDefaultBehavior: true, allowedMethods: cloudfront.CloudFrontAllowedMethods.ALL, viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY, forwardedValues: { queryString: true, headers: ['Origin', 'Authorization'] } }],
    }] });
  });

  // Broken.
  const httpsOnly = { viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY };
  const untouched = { allowedMethods: undefined, cachePolicy: undefined, originRequestPolicy: undefined, viewerProtocolPolicy: undefined };
  distribution('cloudfront-rest-as-it-comes', rest, untouched);
  distribution('cloudfront-http-as-it-comes', http, untouched);
  distribution('cloudfront-url-as-it-comes', url, untouched);
  distribution('cloudfront-http-with-cors-as-it-comes', (s) => new origins.HttpOrigin(Fn.select(2, Fn.split('/', new apigatewayv2.HttpApi(s, 'Api', {
    defaultIntegration: new integrations.HttpLambdaIntegration('Integration', handler(s)),
    corsPreflight: { allowOrigins: [SHOP], allowMethods: [apigatewayv2.CorsHttpMethod.ANY], allowHeaders: ['content-type'] },
  }).apiEndpoint))), untouched);
  distribution('cloudfront-all-methods-only', rest, { ...untouched, ...httpsOnly, allowedMethods: AllowedMethods.ALLOW_ALL });
  distribution('cloudfront-nothing-forwarded', rest, { originRequestPolicy: undefined });
  distribution('cloudfront-cached-for-all', rest, { cachePolicy: CachePolicy.CACHING_OPTIMIZED });
  distribution('cloudfront-http-cached-for-all', http, { cachePolicy: CachePolicy.CACHING_OPTIMIZED });
  distribution('cloudfront-balancer-cached-for-all', balancer, { cachePolicy: CachePolicy.CACHING_OPTIMIZED, originRequestPolicy: OriginRequestPolicy.ALL_VIEWER });
  distribution('cloudfront-host-sent-on', rest, { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER });
  distribution('cloudfront-url-host-sent-on', url, { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER });
  distribution('cloudfront-http-host-sent-on-2022', http, { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_AND_CLOUDFRONT_2022 });
  distribution('cloudfront-host-only', rest, { originRequestPolicy: OriginRequestPolicy.HOST_HEADER_ONLY });
  distribution('cloudfront-host-in-key', rest, { originRequestPolicy: undefined, cachePolicy: CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS });
  distribution('cloudfront-url-host-in-key', url, { cachePolicy: CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS });
  distribution('cloudfront-origin-only-forwarded', rest, { originRequestPolicy: OriginRequestPolicy.CORS_CUSTOM_ORIGIN });
  distribution('cloudfront-own-request-policy-origin-only', rest, (s) => ({ originRequestPolicy: new OriginRequestPolicy(s, 'OriginOnly', {
    headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList('Origin') }) }));
  distribution('cloudfront-get-and-head-only', rest, { allowedMethods: AllowedMethods.ALLOW_GET_HEAD });
  distribution('cloudfront-own-cache-policy-without-origin', rest, (s) => ({ cachePolicy: new CachePolicy(s, 'Orders', {
    defaultTtl: Duration.minutes(5), queryStringBehavior: cloudfront.CacheQueryStringBehavior.all() }) }));
  distribution('cloudfront-options-cached', rest, (s) => ({ cachedMethods: CachedMethods.CACHE_GET_HEAD_OPTIONS, cachePolicy: new CachePolicy(s, 'ByOrigin', {
    headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin') }) }));
  distribution('cloudfront-url-signed-by-nobody', (s) => new origins.FunctionUrlOrigin(handler(s).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM })));
  distribution('cloudfront-headers-origin-with-slash', rest, ownHeaders({ accessControlAllowOrigins: [`${SHOP}/`] }));
  distribution('cloudfront-headers-origin-with-path', rest, ownHeaders({ accessControlAllowOrigins: [SHOP, `${SHOP}/app`] }));
  pagesAndApi('cloudfront-pages-and-api-as-it-comes', rest, {});
  pagesAndApi('cloudfront-pages-and-api-get-only', rest, { ...good, allowedMethods: undefined });
  pagesAndApi('cloudfront-pages-and-api-host-sent-on', rest, { ...good, originRequestPolicy: OriginRequestPolicy.ALL_VIEWER });
  distribution('cloudfront-origin-group-as-it-comes', (s) => group(s, rest(s)), untouched);
  legacy('cloudfront-legacy-without-origin', { queryString: true });
  legacy('cloudfront-legacy-host', { queryString: true, headers: ['Host', 'Origin'] });
  legacy('cloudfront-legacy-get-only', { queryString: true, headers: ['Origin'] }, { allowedMethods: ['GET', 'HEAD'] });
};
