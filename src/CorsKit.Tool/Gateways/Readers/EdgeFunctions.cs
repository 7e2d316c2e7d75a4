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
            switch (CodeOf(template.Find(arn) ?? OriginKinds.ResourcesIn(arn).Select(template.Find).FirstOrDefault(named => named is not null), template))
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

    /// <summary>Also with values in it that only the deployment knows, if it writes the header all the same.</summary>
    private static string? Code(Node? node) =>
        node?.Text ?? (Evaluator.Sketch(node) is var sketch && sketch.Contains(MappedHeaders.AllowOriginName, StringComparison.OrdinalIgnoreCase) ? sketch : null);

    /// <returns>Null where it lies elsewhere.</returns>
    private static string? CodeOf(Resource? function, EvaluatedTemplate template) => function?.Type switch
    {
        "AWS::CloudFront::Function" => Code(function["FunctionCode"]),
        "AWS::Lambda::Version" => CodeOf(template.Find(function["FunctionName"]) is { Type: not "AWS::Lambda::Version" } versioned ? versioned : null, template),
        "AWS::Lambda::Function" => Code(function["Code"]?["ZipFile"]),
        "AWS::Serverless::Function" => Code(function["InlineCode"]),
        _ => null,
    };
}
