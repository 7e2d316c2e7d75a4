using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>The CloudFront functions and Lambda@Edge functions of a behavior, as far as their code stands in the template.</summary>
internal static class EdgeFunctions
{
    public static EdgeCors Read(Node behavior, EvaluatedTemplate template)
    {
        var found = EdgeCors.None;
        foreach (var (association, arn) in (behavior["FunctionAssociations"]?.Items ?? []).Select(item => (item, item["FunctionARN"]))
            .Concat((behavior["LambdaFunctionAssociations"]?.Items ?? []).Select(item => (item, item["LambdaFunctionARN"]))))
        {
            switch (CodeOf(template.Find(arn), template))
            {
                case { } code when code.Contains(MappedHeaders.AllowOriginName, StringComparison.OrdinalIgnoreCase):
                    return EdgeCors.Writes;

                // What runs on requests only can answer them too, and mostly rewrites paths.
                case null when association["EventType"]?.Text is "viewer-response" or "origin-response":
                    found = EdgeCors.Unread;
                    break;
            }
        }

        return found;
    }

    /// <returns>Null where it lies elsewhere.</returns>
    private static string? CodeOf(Resource? function, EvaluatedTemplate template) => function?.Type switch
    {
        "AWS::CloudFront::Function" => function["FunctionCode"]?.Text,
        "AWS::Lambda::Version" => CodeOf(template.Find(function["FunctionName"]) is { Type: not "AWS::Lambda::Version" } versioned ? versioned : null, template),
        "AWS::Lambda::Function" => function["Code"]?["ZipFile"]?.Text,
        "AWS::Serverless::Function" => function["InlineCode"]?.Text,
        _ => null,
    };
}
