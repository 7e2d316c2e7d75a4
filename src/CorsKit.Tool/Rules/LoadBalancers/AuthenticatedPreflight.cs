using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.LoadBalancers;

internal sealed class AuthenticatedPreflight() : ListenerRule(Help)
{
    public static readonly RuleHelp Help = new("CK402", Level.Error, "Load balancer: an authenticate action takes OPTIONS")
    {
        ConsoleMessage = Chromium.PreflightRedirect,
        Why = "authenticate-oidc and authenticate-cognito redirect whoever has no session to sign in, and a preflight never has one.",
        Fix = "Add a rule with a lower priority number that forwards the method OPTIONS without authentication.",
        Paste = """
            Preflights:
              Type: AWS::ElasticLoadBalancingV2::ListenerRule
              Properties:
                ListenerArn: !Ref Listener
                Priority: 1
                Conditions:
                  - Field: http-request-method
                    HttpRequestMethodConfig: { Values: [OPTIONS] }
                Actions: [{ Type: forward, TargetGroupArn: !Ref TargetGroup }]
            """,
        Source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
    };

    protected override IEnumerable<Fault> Check(LoadBalancerListener listener, App? app)
    {
        for (var i = 0; i < listener.Rules.Count; i++)
        {
            // What comes after a rule for the same preflights never sees one.
            var rule = listener.Rules[i];
            if (rule is { TakesOptions: true, Authenticates: { } action } && !listener.Rules.Take(i).Any(earlier => earlier.TakesPreflightsOf(rule)))
            {
                var subject = rule.Priority == int.MaxValue ? "The default action" : "The rule";
                yield return new Fault(rule.Location, rule.Resource, $"{subject} takes OPTIONS and runs {action}, which redirects a preflight.");
            }
        }
    }
}
