using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>What lies behind a distribution.</summary>
internal enum OriginKind
{
    Unknown,
    Api,

    /// <summary>An API by its custom domain, under which it wants to be called: a distribution that has the same name sends it on.</summary>
    CustomDomain,

    /// <summary>A WebSocket API: no preflights, no CORS.</summary>
    WebSocketApi,

    /// <summary>A load balancer, which takes any Host.</summary>
    LoadBalancer,
    Pages,
}

internal static class OriginKinds
{
    // The last is what a reference to a Function URL looks like, also to one that SAM makes.
    private static readonly string[] ApiHosts = [".execute-api.", ".lambda-url.", ".FunctionUrl}"];

    public static OriginKind Of(Node origin, Node? aliases, EvaluatedTemplate template)
    {
        var domain = origin["DomainName"];
        var host = Evaluator.Sketch(domain);
        if (ResourcesIn(domain).Any(name => template.Find(name) is { Type: "AWS::ApiGatewayV2::Api" } api && api["ProtocolType"].Says("WEBSOCKET")))
        {
            return OriginKind.WebSocketApi;
        }

        if (Names(domain, "AWS::ApiGateway::DomainName", template) || Names(domain, "AWS::ApiGatewayV2::DomainName", template))
        {
            return OriginKind.CustomDomain;
        }

        if (IsCustomDomain(host, template))
        {
            return aliases?.Items.Any(alias => Evaluator.Sketch(alias) == host) == true ? OriginKind.CustomDomain : OriginKind.Api;
        }

        if (origin["S3OriginConfig"] is not null || host.Contains(".s3", StringComparison.Ordinal) || Names(domain, "AWS::S3::", template))
        {
            return OriginKind.Pages;
        }

        if (host.Contains(".elb.amazonaws.com", StringComparison.Ordinal) || Names(domain, "AWS::ElasticLoadBalancingV2::", template))
        {
            return OriginKind.LoadBalancer;
        }

        return Array.Exists(ApiHosts, part => host.Contains(part, StringComparison.Ordinal))
            || Names(domain, "AWS::ApiGateway", template) || Names(domain, "AWS::Serverless::", template)
            || Names(domain, "AWS::Lambda::Url", template)
            ? OriginKind.Api
            : OriginKind.Unknown;
    }

    /// <summary>Whether the template gives the host to an API.</summary>
    private static bool IsCustomDomain(string host, EvaluatedTemplate template) =>
        host.Length > 0 && template.Resources.Any(resource => DomainOf(resource, template) is { } name && Evaluator.Sketch(name) == host);

    private static Node? DomainOf(Resource resource, EvaluatedTemplate template) => resource.Type switch
    {
        "AWS::ApiGateway::DomainName" or "AWS::ApiGatewayV2::DomainName" => resource["DomainName"],
        "AWS::Serverless::Api" => SamReader.WithGlobals(template, "Api", resource.Properties)["Domain"]?["DomainName"],
        "AWS::Serverless::HttpApi" => SamReader.WithGlobals(template, "HttpApi", resource.Properties)["Domain"]?["DomainName"],
        _ => null,
    };

    /// <summary>Whether a resource of the kind stands anywhere in the host.</summary>
    private static bool Names(Node? domain, string type, EvaluatedTemplate template) =>
        ResourcesIn(domain).Any(name => template.Find(name)?.Type.StartsWith(type, StringComparison.Ordinal) == true);

    /// <summary>What the host names: <c>${Url.FunctionUrl}</c>, also cut out of a URL with Fn::Select and Fn::Split.</summary>
    public static IEnumerable<string> ResourcesIn(Node? domain)
    {
        var rest = Evaluator.Sketch(domain);
        for (var open = rest.IndexOf("${", StringComparison.Ordinal); open >= 0; open = rest.IndexOf("${", StringComparison.Ordinal))
        {
            rest = rest[(open + 2)..];
            var name = rest.Split('}', ',')[0];

            // The id of a resource ends at the first dot; of one in a plan of Terraform's, at any.
            for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
            {
                yield return name[..dot];
            }

            yield return name;
        }
    }
}
