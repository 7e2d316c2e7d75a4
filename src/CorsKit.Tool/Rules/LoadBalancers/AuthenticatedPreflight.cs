using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.LoadBalancers;

internal sealed class AuthenticatedPreflight() : ListenerRule(new RuleHelp("CK402", Level.Error, "Load balancer: an authenticate action takes OPTIONS")
{
    Browser = Browser.PreflightRedirect,
    Why = "authenticate-oidc and authenticate-cognito redirect whoever has no session to sign in, and a preflight never has one.",
    Mend = "Add a rule with a lower priority number that forwards the method OPTIONS without authentication.",
    Paste = """
        Preflights:
          Type: AWS::ElasticLoadBalancingV2::ListenerRule
          Properties:
            ListenerArn: !Ref Listener
            Priority: 1
            Conditions: [{ Field: http-request-method, HttpRequestMethodConfig: { Values: [OPTIONS] } }]
            Actions: [{ Type: forward, TargetGroupArn: !Ref TargetGroup }]
        """,
    Source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
})
{
    protected override IEnumerable<Fault> Check(LoadBalancerListener listener, App? app)
    {
        var isOpen = false;
        foreach (var rule in listener.Rules)
        {
            if (rule is { TakesOptions: true, Authenticates: { } action } && !isOpen)
            {
                var subject = rule.Priority == int.MaxValue ? "The default action" : "The rule";
                yield return new Fault(rule.Place, rule.Resource, $"{subject} takes OPTIONS and runs {action}, which redirects a preflight.");
            }

            // What comes after a rule for all of OPTIONS never sees one.
            isOpen |= rule is { TakesOptions: true, HasOtherConditions: false };
        }
    }
}
