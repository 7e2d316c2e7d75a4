using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>What lies behind a distribution.</summary>
internal enum OriginKind
{
    Unknown,
    Api,

    /// <summary>A load balancer, which takes any Host.</summary>
    LoadBalancer,
    Pages,
}

internal static class OriginKinds
{
    // The last is what a reference to a Function URL looks like, also to one that SAM makes.
    private static readonly string[] ApiHosts = [".execute-api.", ".lambda-url.", ".FunctionUrl}"];

    public static OriginKind Of(Node origin, EvaluatedTemplate template)
    {
        var domain = origin["DomainName"];
        var host = Evaluator.Sketch(domain);
        if (origin["S3OriginConfig"] is not null || host.Contains(".s3", StringComparison.Ordinal) || Names(domain, "AWS::S3::", template))
        {
            return OriginKind.Pages;
        }

        if (host.Contains(".elb.amazonaws.com", StringComparison.Ordinal) || Names(domain, "AWS::ElasticLoadBalancingV2::", template))
        {
            return OriginKind.LoadBalancer;
        }

        return Array.Exists(ApiHosts, part => host.Contains(part, StringComparison.Ordinal))
            || host.StartsWith("api.", StringComparison.Ordinal)
            || Names(domain, "AWS::ApiGateway", template) || Names(domain, "AWS::Serverless::", template)
            || Names(domain, "AWS::Lambda::Url", template)
            ? OriginKind.Api
            : OriginKind.Unknown;
    }

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
