using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>Listeners of Application Load Balancers, their attributes and rules.</summary>
internal static class LoadBalancerReader
{
    private const string Prefix = "AWS::ElasticLoadBalancingV2::";
    private const string AttributePrefix = "routing.http.response.access_control_";
    private const string AttributeSuffix = ".header_value";
    private static readonly string[] Attributes = ["allow_origin", "allow_methods", "allow_headers", "allow_credentials", "expose_headers", "max_age"];

    public static void Read(EvaluatedTemplate template, GatewayModel model)
    {
        var rules = template.OfTypeAnywhere(Prefix + "ListenerRule").ToLookup(rule => rule["ListenerArn"] is ReferenceNode reference ? reference.Resource : Evaluator.Sketch(rule["ListenerArn"]));
        foreach (var resource in template.OfType(Prefix + "Listener").Where(listener => !IsNetwork(listener)))
        {
            var listener = new LoadBalancerListener(resource.Id, resource.Location)
            {
                Forwards = rules[resource.Id].Select(rule => rule["Actions"]).Append(resource["DefaultActions"])
                    .SelectMany(actions => actions?.Items ?? []).Any(action => !action["Type"].Says("redirect") && !action["Type"].Says("fixed-response")),
            };
            model.Listeners.Add(listener);
            foreach (var attribute in resource["ListenerAttributes"]?.Items ?? [])
            {
                if (attribute["Key"]?.Text is { } key && key.StartsWith(AttributePrefix, StringComparison.Ordinal) && attribute["Value"] is { Text: not "" } value)
                {
                    if (!Array.Exists(Attributes, name => $"{AttributePrefix}{name}{AttributeSuffix}" == key))
                    {
                        model.Refused.Add((resource.Id, attribute.Location, Refusals.UnknownKey(key, "the attributes of a listener", Attributes.Select(name => $"{AttributePrefix}{name}{AttributeSuffix}"))));
                        continue;
                    }

                    var header = key[AttributePrefix.Length..].Replace(AttributeSuffix, "", StringComparison.Ordinal).Replace('_', '-');
                    listener.OverwrittenHeaders.Add(($"Access-Control-{Capitalized(header)}", attribute.Location, Setting.From(value)!));
                }
            }

            listener.Rules.AddRange(rules[resource.Id].Select(ReadRule).OrderBy(rule => rule.Priority));
            listener.Rules.Add(new ForwardingRule(resource.Id, resource.Location, int.MaxValue, Authentication(resource["DefaultActions"]), [], []));
        }

        // Rules of a shared listener, as teams add them to one that another stack has: each listener's by what names it.
        foreach (var shared in rules.Where(rule => template.Find(rule.Key) is null && template.Resources.Contains(rule.First())))
        {
            var first = shared.First();
            var listener = new LoadBalancerListener(first.Id, first.Location) { IsWhole = false };
            listener.Rules.AddRange(shared.Select(ReadRule).OrderBy(rule => rule.Priority));
            model.Listeners.Add(listener);
            model.Remark(first.Id, first.Location, $"The listener {shared.Key} is not in the template; its attributes, default action and other rules were not evaluated.");
        }
    }

    /// <summary>The values of a condition: Values, or those in the configuration of its field (PathPatternConfig, HostHeaderConfig, …).</summary>
    private static string[] ValuesOf(Node condition)
    {
        var values = condition["Values"] ?? condition.Entries.Select(entry => entry.Value["Values"]).FirstOrDefault(found => found is not null);
        return [.. (values?.Items ?? condition.Items).Select(Evaluator.Sketch)];
    }

    /// <summary>TLS, TCP and UDP listeners belong to Network Load Balancers, which know no headers.</summary>
    private static bool IsNetwork(Resource listener) => listener["Protocol"]?.Text is "TCP" or "UDP" or "TLS" or "TCP_UDP" or "GENEVE";

    private static ForwardingRule ReadRule(Resource resource)
    {
        var conditions = resource["Conditions"]?.Items ?? [];
        var methods = conditions.Where(condition => condition["Field"].Says("http-request-method"))
            .SelectMany(condition => (condition["HttpRequestMethodConfig"]?["Values"] ?? condition["Values"])?.Items ?? [])
            .Select(item => item.Text ?? "");
        var priority = int.TryParse(resource["Priority"]?.Text, out var number) ? number : int.MaxValue - 1;
        return new ForwardingRule(resource.Id, resource.Location, priority, Authentication(resource["Actions"]), [.. methods],
            [.. conditions.Where(condition => !condition["Field"].Says("http-request-method"))
                .Select(condition => (FieldOf(condition), ValuesOf(condition)))]);
    }

    /// <summary>A condition on a header is one on that header: <c>http-header:Upgrade</c>.</summary>
    private static string FieldOf(Node condition) =>
        Evaluator.Sketch(condition["Field"]) + (condition["HttpHeaderConfig"]?["HttpHeaderName"]?.Text is { } header ? $":{header}" : "");

    private static string? Authentication(Node? actions) =>
        (actions?.Items ?? []).Select(action => action["Type"]?.Text).FirstOrDefault(type => type?.StartsWith("authenticate-", StringComparison.Ordinal) == true);

    private static string Capitalized(string name) =>
        string.Join('-', name.Split('-').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
