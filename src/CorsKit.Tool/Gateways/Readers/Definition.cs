using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>The OpenAPI document of an API: inline, or in a file that is included or named.</summary>
internal static class Definition
{
    /// <returns>Whether it can be seen.</returns>
    public static bool Find(Node? body, EvaluatedTemplate template, IncludedFiles files, out Node? root)
    {
        root = body switch
        {
            UnknownNode { Include: { } location } => files.Find(location),
            { Text: { } location } => files.Find(location),
            MappingNode when body["Fn::Transform"] is UnknownNode { Include: { } location } => files.Find(location),
            MappingNode => body,
            _ => null,
        };

        // An included file may hold functions; a file that is merely named may hold parameters of its own kind only.
        root = root is { HasFunctions: true } ? template.Evaluator.Evaluate(root) : root;
        return root is not null && OpenApiReader.IsOpenApi(root);
    }
}
