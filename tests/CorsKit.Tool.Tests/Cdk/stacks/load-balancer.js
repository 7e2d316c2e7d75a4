'use strict';
// Load balancers with functions behind them: first those that work, then those that fail for one reason each.
const {
  aws_cognito: cognito, aws_ec2: ec2, aws_elasticloadbalancingv2: elb, aws_elasticloadbalancingv2_actions: actions, aws_elasticloadbalancingv2_targets: targets, SecretValue,
} = require('aws-cdk-lib');
const { SHOP, ADMIN, handler } = require('../parts');

const { ListenerAction, ListenerCondition } = elb;
const CERTIFICATE = elb.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:123456789012:certificate/0d1b7a5e');
const PREFIX = 'routing.http.response.access_control_';

module.exports = (stack) => {
  const vpc = (s) => ec2.Vpc.fromVpcAttributes(s, 'Vpc', { vpcId: 'vpc-0a1b2c3d', availabilityZones: ['a', 'b'], publicSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'], publicSubnetRouteTableIds: ['rtb-0a1b2c3d', 'rtb-0a1b2c3e'] });
  const targetsOf = (s, id = 'Handler', more = {}) => new elb.ApplicationTargetGroup(s, `${id}Targets`, { targetType: elb.TargetType.LAMBDA, targets: [new targets.LambdaTarget(handler(s, id))], ...more });
  const balancer = (name, build) => stack(name, (s) => {
    const alb = new elb.ApplicationLoadBalancer(s, 'Balancer', { vpc: vpc(s), internetFacing: true });
    const group = targetsOf(s);
    build({ s, alb, group, listen: (defaultAction) => alb.addListener('Https', { port: 443, certificates: [CERTIFICATE], defaultAction }) });
  });
  const oidc = (next) => ListenerAction.authenticateOidc({
    issuer: 'https://login.example.com', authorizationEndpoint: 'https://login.example.com/authorize', tokenEndpoint: 'https://login.example.com/token',
    userInfoEndpoint: 'https://login.example.com/me', clientId: 'orders', clientSecret: SecretValue.ssmSecure('oidc', '1'), next,
  });
  const cognitoAction = (s, next) => {
    const userPool = new cognito.UserPool(s, 'Users');
    return new actions.AuthenticateCognitoAction({
      userPool, next,
      userPoolClient: userPool.addClient('Client', { generateSecret: true, oAuth: { flows: { authorizationCodeGrant: true } } }),
      userPoolDomain: userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'orders' } }),
    });
  };
  const forward = (group) => ListenerAction.forward([group]);
  const options = ListenerCondition.httpRequestMethods(['OPTIONS']);

  balancer('alb-lambda', ({ s, alb }) => void alb.addListener('Http', { port: 80 }).addTargets('Function', { targets: [new targets.LambdaTarget(handler(s, 'Other'))] }));
  balancer('alb-multi-value', ({ s, listen }) => void listen(forward(targetsOf(s, 'Other', { multiValueHeadersEnabled: true }))));
  balancer('alb-redirect-and-https', ({ alb, group, listen }) => {
    alb.addRedirect();
    listen(forward(group));
  });
  balancer('alb-redirect-only', ({ alb }) => void alb.addRedirect());
  balancer('alb-fixed-response-and-paths', ({ group, listen }) =>
    void listen(ListenerAction.fixedResponse(404)).addAction('Api', { priority: 10, conditions: [ListenerCondition.pathPatterns(['/api/*'])], action: forward(group) }));
  balancer('alb-options-before-oidc', ({ group, listen }) =>
    void listen(oidc(forward(group))).addAction('Preflights', { priority: 1, conditions: [options], action: forward(group) }));
  balancer('alb-options-before-cognito-of-path', ({ s, group, listen }) => {
    const listener = listen(forward(group));
    listener.addAction('Preflights', { priority: 1, conditions: [options, ListenerCondition.pathPatterns(['/admin/*'])], action: forward(group) });
    listener.addAction('Admin', { priority: 2, conditions: [ListenerCondition.pathPatterns(['/admin/*'])], action: cognitoAction(s, forward(group)) });
  });
  balancer('alb-oidc-for-get-only', ({ group, listen }) =>
    void listen(forward(group)).addAction('Pages', { priority: 1, conditions: [ListenerCondition.httpRequestMethods(['GET'])], action: oidc(forward(group)) }));
  balancer('alb-other-attributes', ({ group, listen }) => listen(forward(group)).setAttribute('routing.http.response.server.enabled', 'false'));
  stack('alb-network-only', (s) => {
    const own = vpc(s);
    new elb.NetworkLoadBalancer(s, 'Balancer', { vpc: own }).addListener('Tcp', { port: 443, defaultTargetGroups: [new elb.NetworkTargetGroup(s, 'Targets', { vpc: own, port: 443 })] });
  });
  stack('alb-rule-of-shared-listener', (s) => {
    const listener = elb.ApplicationListener.fromApplicationListenerAttributes(s, 'Listener', {
      listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2',
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(s, 'Group', 'sg-0a1b2c3d'),
    });
    listener.addAction('Orders', { priority: 10, conditions: [ListenerCondition.pathPatterns(['/orders/*'])], action: forward(targetsOf(s)) });
  });

  // The listener writes headers over those of the function.
  const attributes = (name, values) => balancer(name, ({ group, listen }) => {
    const listener = listen(forward(group));
    Object.entries(values).forEach(([header, value]) => listener.setAttribute(`${PREFIX}${header}.header_value`, value));
  });
  attributes('alb-attribute-origin', { allow_origin: SHOP });
  attributes('alb-attribute-origin-and-methods', { allow_origin: SHOP, allow_methods: 'GET,POST' });

  // Broken.
  attributes('alb-attribute-list', { allow_origin: `${SHOP},${ADMIN}` });
  attributes('alb-attribute-slash', { allow_origin: `${SHOP}/` });
  attributes('alb-attribute-star-with-credentials', { allow_origin: '*', allow_credentials: 'true' });
  attributes('alb-attribute-methods-quoted', { allow_methods: "'GET','PUT'" });
  balancer('alb-oidc', ({ group, listen }) => void listen(oidc(forward(group))));
  balancer('alb-cognito', ({ s, group, listen }) => void listen(cognitoAction(s, forward(group))));
  balancer('alb-oidc-of-path', ({ group, listen }) =>
    void listen(forward(group)).addAction('Api', { priority: 10, conditions: [ListenerCondition.pathPatterns(['/api/*'])], action: oidc(forward(group)) }));
  balancer('alb-options-after-oidc', ({ group, listen }) => {
    const listener = listen(forward(group));
    listener.addAction('Api', { priority: 10, conditions: [ListenerCondition.pathPatterns(['/api/*'])], action: oidc(forward(group)) });
    listener.addAction('Preflights', { priority: 20, conditions: [options], action: forward(group) });
  });
  balancer('alb-options-of-another-path', ({ group, listen }) => {
    const listener = listen(forward(group));
    listener.addAction('Preflights', { priority: 1, conditions: [options, ListenerCondition.pathPatterns(['/public/*'])], action: forward(group) });
    listener.addAction('Api', { priority: 10, conditions: [ListenerCondition.pathPatterns(['/api/*'])], action: oidc(forward(group)) });
  });
};
