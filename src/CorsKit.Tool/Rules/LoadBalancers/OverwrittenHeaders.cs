using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.LoadBalancers;

internal sealed class OverwrittenHeaders() : ListenerRule(Help)
{
    public static readonly RuleHelp Help = new("CK401", Level.Warning, "Load balancer: listener attributes overwrite the app's CORS headers")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            A listener attribute puts one static value on every response, in the place of what the target sent: a policy with several origins shrinks to one, and
            refused origins are told of another.
            """,
        Fix = "Remove the attributes and let the app own CORS.",
        Paste = """
            aws elbv2 modify-listener-attributes --listener-arn … --attributes \
              Key=routing.http.response.access_control_allow_origin.header_value,Value=
            """,
        Source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html",
    };

    protected override IEnumerable<Fault> Check(LoadBalancerListener listener, App? app) =>
        app is { WritesCors: false } ? [] :
        from header in listener.OverwrittenHeaders
        select new Fault(header.Location, listener.Id,
            $"The listener overwrites {header.Header} with {header.Value.Text ?? "a fixed value"} on every response.", app is null ? null : Level.Error);
}
