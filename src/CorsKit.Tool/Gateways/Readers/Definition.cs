using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>The OpenAPI document of an API: inline, or in a file that is included or named.</summary>
internal static class Definition
{
    /// <param name="body">What the template has in its place.</param>
    /// <param name="id">The API's resource.</param>
    /// <param name="template">For the functions in an included file.</param>
    /// <param name="files">Files beside the template.</param>
    /// <param name="model">Takes the remark about a definition that cannot be seen.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>Whether it can be seen.</returns>
    public static bool Read(Node body, string id, EvaluatedTemplate template, IncludedFiles files, GatewayModel model, Action<OpenApiReader> read)
    {
        var location = body switch
        {
            UnknownNode { Include: { } include } => include,
            { Text: { } text } => text,
            MappingNode when body["Fn::Transform"] is UnknownNode { Include: { } include } => include,
            _ => null,
        };
        var root = location is not null ? files.Find(location) : body as MappingNode;
        if (root is { HasFunctions: true })
        {
            root = template.Evaluator.Evaluate(root);
        }

        if (root is null || !OpenApiReader.IsOpenApi(root))
        {
            // A file that is there and cannot be used is told already.
            if (location is null || !files.Broken.Contains(location))
            {
                model.Remark(id, body.Location,
                    location is not null && files.Outside.Contains(location) ? $"The API's definition, {location}, lies outside the template's folder and was not read; --allow-outside has it read."
                    : location is not null && root is not null ? $"The API's definition, {location}, is no OpenAPI document, and was not read."
                    : template.Template.IsTerraform ? "The API's definition is known after apply only, or it is no OpenAPI document; check its file too."
                    : "The API's definition lies where corskit cannot see it; check that file too.");
            }

            return false;
        }

        var reader = new OpenApiReader(root, id);
        reader.RemarkStrayMethods(model);
        read(reader);
        return true;
    }
}
