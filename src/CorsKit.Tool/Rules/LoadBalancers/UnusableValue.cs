using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.LoadBalancers;

internal sealed class UnusableValue() : ListenerRule(Help)
{
    public static readonly RuleHelp Help = new("CK403", Level.Error, "Load balancer: a listener attribute with a value that no browser accepts")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            A listener attribute is sent as it stands, on every response. Access-Control-Allow-Origin is one origin or '*', and '*' never with credentials; lists hold names and
            commas.
            """,
        Fix = "Write one origin as the browser sends it, or remove the attributes and let the app own CORS.",
        Paste = """
            ListenerAttributes:
              - Key: routing.http.response.access_control_allow_origin.header_value
                Value: https://shop.example.com
            """,
        Source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html",
    };

    protected override IEnumerable<Fault> Check(LoadBalancerListener listener, App? app)
    {
        foreach (var (header, location, value) in listener.OverwrittenHeaders.Where(header => header.Value.Text is not null))
        {
            var reason = header != MappedHeaders.AllowOriginName ? HeaderValues.Find(header, value.Text!)?.Reason
                    ?? (HasCredentials(listener) && value.Text!.Split(',', StringSplitOptions.TrimEntries).Contains("*") ? "With credentials '*' is no wildcard, but a name." : null)
                : HeaderValues.IsList(value.Text!) ? "It is one origin or '*', and no list."
                : value.Text == "*" ? (HasCredentials(listener) ? "Browsers accept no '*' with credentials." : null)
                : HeaderValues.WhyNoOrigin(value.Text!, takesPatterns: false) is { } clause ? $"It {clause}" : null;
            if (reason is not null)
            {
                yield return new Fault(location, listener.Id, $"The listener sends {header}: {value.Text}. {reason}",
                    header.Equals("Access-Control-Max-Age", StringComparison.OrdinalIgnoreCase) ? Level.Warning : null);
            }
        }
    }

    private static bool HasCredentials(LoadBalancerListener listener) =>
        listener.OverwrittenHeaders.Exists(header => header is { Header: "Access-Control-Allow-Credentials", Value.Text: "true" });
}
